// Reading what a room holds, for one of its members. Membership is looked up twice: before, so that a stranger's request
// costs next to nothing, and after, since what was read may be newer than a removal that came between.

import { LIMITS } from "../../protocol/limits.ts";
import { notAMember } from "./errors.ts";
import { applyAndAdvance, openRoom } from "./log.ts";
import type { Entry, Member, Room } from "./model.ts";
import type { Request } from "./request.ts";

/** The members of a room that are worth a read for what is said of them in frames; a large one's are left out. */
export type Members = ReadonlyMap<string, Member> | undefined;

/** The room for one of its members, without the others. Throws FORBIDDEN to everyone else. */
export async function enterRoom(request: Request, roomId: string): Promise<Room> {
  const place = (await request.rooms.places(request.caller.userId, [roomId])).get(roomId);
  if (!place?.member) throw notAMember();
  return place.room;
}

/** Who is in the room by now. Throws FORBIDDEN unless the caller still is. */
export async function membersNow(request: Request, room: Room): Promise<Members> {
  // As many as have a list of the others in their frames, and the sender of each.
  if (room.memberCount <= LIMITS.membersInFrame + 1) {
    return (await openRoom(request, room.id)).members;
  }
  await enterRoom(request, room.id);
  return undefined;
}

/**
 * What `read` finds of a log, once nothing in it is unfinished. `tail` is the end of the log, if that is in what was
 * read: only the last entry can be unfinished.
 */
export async function readFinished<T>(
  request: Request,
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
