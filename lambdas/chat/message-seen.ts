// `messageSeen`: moves the caller's read mark forward to a message.

import { findMessage } from "./find-message.ts";
import { openRoom } from "./log.ts";
import { usersOf } from "./receivers.ts";
import type { UseCase } from "./request.ts";
import { iso, memberIds } from "./wire.ts";

export const messageSeen: UseCase<"messageSeen"> = async (payload, request) => {
  const { userId } = request.caller;
  const view = await openRoom(request, payload.room_id);
  const message = await findMessage(request, payload.room_id, payload.message_id);
  const moved = await request.rooms.markSeen(payload.room_id, userId, message);
  return {
    event: "seen",
    data: { ...payload, user_id: userId, seen_at: iso(request.now()), seq: message.seq },
    ...(moved && { receivers: usersOf(request, memberIds(view)) }),
    repeatable: true,
  };
};
