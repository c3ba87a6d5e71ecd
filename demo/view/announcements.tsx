// The live region for screen readers. It is separate from the history, where older pages would be read out too.

import type { Announcement } from "../chat/state.ts";

export const Announcements = ({ announcements }: { announcements: readonly Announcement[] }) => (
  <div class="hidden" role="log" aria-label="New messages" aria-live="polite">
    {announcements.map(({ id, text }) => (
      <p key={id}>{text}</p>
    ))}
  </div>
);
