// Applies an entry of a log: first to its target, then to the room's head.

import type { Entry } from "./model.ts";
import type { Request } from "./request.ts";

/**
 * Applies an entry and advances the room to it, for its author or any other request that finds it unapplied. Returns
 * false if there was nothing to apply.
 */
export async function applyEntry(
  request: Pick<Request, "log">,
  roomId: string,
  entry: Entry,
): Promise<boolean> {
  const applied = entry.kind !== "message" && (await request.log.apply(roomId, entry));
  await request.log.advance(roomId, entry);
  return applied;
}
