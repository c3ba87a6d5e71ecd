// The live region that announces news to screen readers. It is separate from the history, which would be read out
// whenever an older page is inserted.

import type { News as Item } from "../chat/state.ts";

export const News = ({ news }: { news: readonly Item[] }) => (
  <div class="hidden" role="log" aria-label="New messages" aria-live="polite">
    {news.map(({ id, text }) => (
      <p key={id}>{text}</p>
    ))}
  </div>
);
