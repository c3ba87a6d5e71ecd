// Reading what a room holds, for one of its members. Membership is looked up twice: before, so that a stranger's request
// costs next to nothing, and after, since what was read may be newer than a removal that came between.

import { LIMITS } from "../../protocol/limits.ts";
import { applyEntry } from "./apply-entry.ts";
import { authorize, authorizeMember } from "./authorize.ts";
import type { Entry, Member, Room } from "./model.ts";
import type { Request } from "./request.ts";

/** The members of a room that are worth a read for what is said of them in frames; a large one's are left out. */
export type Members = ReadonlyMap<string, Member> | undefined;

/** A room as it is once it has been read. */
export interface RoomNow {
  readonly room: Room;
  readonly members: Members;
}

/** The room by now, and who is in it. Throws FORBIDDEN unless the caller still is. */
export async function roomNow(
  request: Request,
  { id, memberCount, large }: Room,
): Promise<RoomNow> {
  // As many as have a list of the others in their frames, and the sender of each.
  if (large || memberCount > LIMITS.membersInFrame + 1) {
    return { room: (await authorizeMember(request, id)).room, members: undefined };
  }
  const { room, members } = await authorize(request, id);
  return { room, members };
}

/**
 * What `read` finds of a log, once nothing in it is unfinished. `tail` is the newest entry of what was read: only the
 * last of a log can be unfinished, and it is if it is beyond the room's head.
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
