// Reads a room's content for one of its members. Membership is checked twice: before, so that a non-member's request is
// cheap, and after, since the content may be newer than a removal in between.

import { LIMITS } from "../../protocol/limits.ts";
import { applyEntry } from "./apply-entry.ts";
import { authorize, authorizeMember } from "./authorize.ts";
import type { Entry, Member, Room } from "./model.ts";
import type { Request } from "./request.ts";

/** A room's members; undefined if frames do not list them, because there are too many. */
export type Members = ReadonlyMap<string, Member> | undefined;

/** A room after its content was read. */
export interface RoomNow {
  readonly room: Room;
  readonly members: Members;
}

/** Reads the room and its members again. Throws FORBIDDEN unless the caller is still a member. */
export async function roomNow(
  request: Request,
  { id, memberCount, large }: Room,
): Promise<RoomNow> {
  // A message lists up to `membersInFrame` recipients, which do not include its sender.
  if (large || memberCount > LIMITS.membersInFrame + 1) {
    return { room: (await authorizeMember(request, id)).room, members: undefined };
  }
  const { room, members } = await authorize(request, id);
  return { room, members };
}

/**
 * Returns what `read` finds of a log, and reads again after applying an unapplied entry. `tail` returns the newest
 * entry of the result: only the last of a log can be unapplied, and only if it is beyond the room's head.
 */
export async function readApplied<T>(
  request: Pick<Request, "log">,
  room: Room,
  read: () => Promise<T>,
  tail: (found: T) => Entry | undefined,
): Promise<T> {
  let applied = room.head.rev;
  for (;;) {
    const found = await read();
    const last = tail(found);
    if (!last || last.kind === "message" || last.rev <= applied) return found;
    await applyEntry(request, room.id, last);
    applied = last.rev;
  }
}
