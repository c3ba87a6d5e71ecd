// Checks that the caller is a member of a room. Every action that names a room begins with it.

import { notAMember } from "./errors.ts";
import type { RoomView } from "./model.ts";
import type { Request } from "./request.ts";

/** The room with its members, or of a large one with the caller's membership. Throws FORBIDDEN unless the caller is a member. */
export async function authorize(request: Request, roomId: string): Promise<RoomView> {
  const view = await request.rooms.readFor(roomId, request.caller.userId);
  if (!view) throw notAMember();
  return view;
}

/** The room with no more than the caller's membership. Throws FORBIDDEN unless the caller is a member. */
export async function authorizeMember(request: Request, roomId: string): Promise<RoomView> {
  const { room, member } =
    (await request.rooms.memberships(request.caller.userId, [roomId])).get(roomId) ?? {};
  if (!room || !member) throw notAMember();
  return { room, member };
}
