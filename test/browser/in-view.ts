// Whether somebody sees a message where they are in the history.

import type { Window } from "./window.ts";

/** Whether a message is inside what is seen of the history. */
export async function isInView({ page, message }: Window, text: string): Promise<boolean> {
  const inner = await message(text).boundingBox();
  const outer = await page.getByRole("region", { name: "Messages" }).boundingBox();
  if (!inner || !outer) return false;
  return inner.y >= outer.y - 1 && inner.y + inner.height <= outer.y + outer.height + 1;
}
