// Reads the entries of one room that a member missed.

import { LIMITS } from "../../protocol/limits.ts";
import type { Entry, Membership, Room } from "./model.ts";
import { readApplied } from "./read-room.ts";
import type { Request } from "./request.ts";
import { isKept } from "./retention.ts";

export interface LogPage {
  /** The room as it was before the log was read. */
  readonly room: Room;
  readonly entries: readonly Entry[];
  /** Whether the log ended after these entries when it was read. */
  readonly isWhole: boolean;
}

/**
 * The entries that a member missed, or why there are none. "nothing": the room has no new entry. "too far": the cursor
 * is too far behind or belongs to another log, so a replay is impossible.
 */
export type Missed = LogPage | "nothing" | "too far" | "no member";

interface Wanted {
  readonly membership: Membership | undefined;
  /** The client's cursor: it has every entry up to and including this `rev`. */
  readonly after: number;
  /** Entries to read at most. */
  readonly limit: number;
}

export async function catchUp(
  request: Request,
  { membership, after, limit }: Wanted,
): Promise<Missed> {
  if (!membership?.member) return "no member";
  const { room } = membership;
  if (!isKept(room, after + 1)) return "too far";
  if (room.head.rev - after > LIMITS.eventsToCatchUp) return "too far";
  const entries = await readApplied(
    request,
    room,
    // Reading one more than needed shows whether there are more.
    () => request.log.after(room.id, after, limit + 1),
    (found) => found.at(-1),
  );
  const isBeyond = entries.length === 0 && after > room.head.rev;
  if (isBeyond && !(await exists(request, room, after))) return "too far";
  return { room, entries: entries.slice(0, limit), isWhole: entries.length <= limit };
}

// The room's head may lag behind a client that has the newest message already.
const exists = async (request: Request, room: Room, rev: number): Promise<boolean> =>
  (await request.log.after(room.id, rev - 1, 1)).length > 0;
