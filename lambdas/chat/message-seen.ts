// `messageSeen`: moves the caller's read mark forward to a message.

import { noSuchMessage } from "./errors.ts";
import { searchMessage, type MessageSearch } from "./find-message.ts";
import { checkRoom, roomPrice } from "./limits.ts";
import { authorize } from "./authorize.ts";
import { usersOf } from "./receivers.ts";
import type { Payload } from "../../protocol/actions.ts";
import type { Room, RoomView } from "./model.ts";
import type { Request, UseCase } from "./request.ts";
import { iso, memberIds } from "./wire.ts";

export const messageSeen: UseCase<"messageSeen"> = async (payload, request) => {
  const { userId } = request.caller;
  const { room_id, message_id } = payload;
  const search = message_id === undefined ? undefined : searchMessage(request, room_id, message_id);
  const view = await authorize(request, room_id);
  const { room, member } = view;
  const charge = await checkRoom(request, room, member, roomPrice(room) / 2);
  const to = await seenUpTo(request, payload, search, room);
  const isBehind = member.seenSeq < to.seq;
  const ids = await receiverIds(request, view, to.seq);
  const receivers = ids && usersOf(request, ids);
  if (isBehind) void receivers?.read();
  const moved = await request.rooms.markSeen(room_id, userId, to, charge);
  // The mark should have moved and did not: the caller may have been removed, and must not see newer data.
  if (!moved && isBehind) await authorize(request, room_id);
  return {
    event: "seen",
    data: { ...payload, user_id: userId, seen_at: iso(request.now()), seq: to.seq },
    // In a large room, read marks are not sent to others.
    ...(moved && receivers && { receivers }),
    repeatable: true,
  };
};

// The members who may see the message. If the room's head had not reached it, members are read again: one who was
// removed before the message must not be notified of it. Undefined for a large room.
async function receiverIds(request: Request, view: RoomView, seq: number) {
  const isLater = view.members && seq > view.room.head.seq;
  return memberIds(isLater ? await authorize(request, view.room.id) : view);
}

/** Throws NOT_FOUND if the room has no such message. */
async function seenUpTo(
  request: Request,
  { room_id, seq = 0 }: Payload<"messageSeen">,
  search: MessageSearch | undefined,
  room: Room,
): Promise<{ seq: number }> {
  const { head } = room;
  if (search) return await search.message(room);
  if (seq <= head.seq) return { seq };
  // A message can be delivered before the room's head has moved to it.
  const later = await request.log.after(room_id, head.rev);
  if (seq > (later.at(-1)?.seq ?? 0)) throw noSuchMessage();
  return { seq };
}
