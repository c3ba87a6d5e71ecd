// Reading what a room holds, for one of its members. Membership is looked up twice: before, so that a stranger's request
// costs next to nothing, and after, since what was read may be newer than a removal that came between.

import { LIMITS } from "../../protocol/limits.ts";
import { applyAndAdvance } from "./apply-entry.ts";
import { notAMember } from "./errors.ts";
import { openRoom } from "./log.ts";
import type { Entry, Member, Room, RoomView } from "./model.ts";
import type { Request } from "./request.ts";

/** The members of a room that are worth a read for what is said of them in frames; a large one's are left out. */
export type Members = ReadonlyMap<string, Member> | undefined;

/** A room as it is once it has been read. */
export interface RoomNow {
  readonly room: Room;
  readonly members: Members;
}

/** The room for one of its members, without the others. Throws FORBIDDEN to everyone else. */
export async function enterRoom(request: Request, roomId: string): Promise<RoomView> {
  const { room, member } =
    (await request.rooms.places(request.caller.userId, [roomId])).get(roomId) ?? {};
  if (!room || !member) throw notAMember();
  return { room, member };
}

/** The room by now, and who is in it. Throws FORBIDDEN unless the caller still is. */
export async function roomNow(
  request: Request,
  { id, memberCount, large }: Room,
): Promise<RoomNow> {
  // As many as have a list of the others in their frames, and the sender of each.
  if (large || memberCount > LIMITS.membersInFrame + 1) {
    return { room: (await enterRoom(request, id)).room, members: undefined };
  }
  const { room, members } = await openRoom(request, id);
  return { room, members };
}

/**
 * What `read` finds of a log, once nothing in it is unfinished. `tail` is the newest entry of what was read: only the
 * last of a log can be unfinished, and it is if it is beyond the room's head.
 */
export async function readFinished<T>(
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
    await applyAndAdvance(request, room.id, last);
    applied = last.rev;
  }
}
