// Reads out what comes, for those who listen. It is a region of its own: the history itself would be read out too
// whenever an older page is put before it.

import type { News as Item } from "../chat/state.ts";

export const News = ({ news }: { news: readonly Item[] }) => (
  <div class="hidden" role="log" aria-label="New messages" aria-live="polite">
    {news.map(({ id, text }) => (
      <p key={id}>{text}</p>
    ))}
  </div>
);
