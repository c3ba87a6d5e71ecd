// Checks that the caller is a member of a room. Every action that names a room begins with it.

import { notAMember } from "./errors.ts";
import type { RoomView } from "./model.ts";
import type { Request } from "./request.ts";

/** A small room with its members; a large room with the caller's membership. Throws FORBIDDEN to non-members. */
export async function authorize(request: Request, roomId: string): Promise<RoomView> {
  const view = await request.rooms.readFor(roomId, request.caller.userId);
  if (!view) throw notAMember();
  return view;
}

/** The room with only the caller's membership. Throws FORBIDDEN to non-members. */
export async function authorizeMember(request: Request, roomId: string): Promise<RoomView> {
  const { room, member } =
    (await request.rooms.memberships(request.caller.userId, [roomId])).get(roomId) ?? {};
  if (!room || !member) throw notAMember();
  return { room, member };
}
