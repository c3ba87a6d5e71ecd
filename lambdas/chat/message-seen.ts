// `messageSeen`: moves the caller's read mark forward to a message.

import { noSuchMessage } from "./errors.ts";
import { findMessage } from "./find-message.ts";
import { checkRoom, roomPrice } from "./limits.ts";
import { openRoom } from "./log.ts";
import { usersOf } from "./receivers.ts";
import type { Payload } from "../../protocol/actions.ts";
import type { Head } from "./model.ts";
import type { Request, UseCase } from "./request.ts";
import { iso, memberIds } from "./wire.ts";

export const messageSeen: UseCase<"messageSeen"> = async (payload, request) => {
  const { userId } = request.caller;
  const view = await openRoom(request, payload.room_id);
  const { room, member } = view;
  const charge = await checkRoom(request, room, member, roomPrice(room) / 2);
  const to = await seenUpTo(request, payload, room.head);
  const moved = await request.rooms.markSeen(payload.room_id, userId, to, charge);
  // A mark that should have moved and did not: whoever was removed meanwhile is told nothing that is newer.
  if (!moved && member.seenSeq < to.seq) await openRoom(request, payload.room_id);
  const ids = memberIds(view);
  return {
    event: "seen",
    data: { ...payload, user_id: userId, seen_at: iso(request.now()), seq: to.seq },
    // In a large room nobody else is told.
    ...(moved && ids && { receivers: usersOf(request, ids) }),
    repeatable: true,
  };
};

/** Throws NOT_FOUND if the room holds no such message. */
async function seenUpTo(
  request: Request,
  { room_id, message_id, seq = 0 }: Payload<"messageSeen">,
  head: Head,
): Promise<{ seq: number }> {
  if (message_id !== undefined) return await findMessage(request, room_id, message_id);
  if (seq <= head.seq) return { seq };
  // A message can be told of before the room's head has moved to it.
  const later = await request.log.after(room_id, head.rev);
  if (seq > (later.at(-1)?.seq ?? 0)) throw noSuchMessage();
  return { seq };
}
