// Tests whether a message is visible at the current position in the history.

import type { Window } from "./window.ts";

/** Whether the whole message is inside the visible part of the history, with a tolerance of one pixel. */
export async function isInView({ page, message }: Window, text: string): Promise<boolean> {
  const inner = await message(text).boundingBox();
  const outer = await page.getByRole("region", { name: "Messages" }).boundingBox();
  if (!inner || !outer) return false;
  return inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1;
}
