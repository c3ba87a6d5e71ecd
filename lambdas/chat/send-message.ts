// `sendMessage`: sends a message to a room.

import { messageSent } from "./domain-events.ts";
import type { UseCase } from "./request.ts";
import { storeMessage } from "./store-message.ts";
import { memberIds, messageData } from "./wire.ts";

export const sendMessage: UseCase<"sendMessage"> = async (payload, request) => {
  const { message, view, outcome } = await storeMessage(request, payload.room_id, payload);
  return {
    event: "message",
    data: messageData(message, view.room.id, memberIds(view)),
    ...outcome,
    publishes: (offline) => (offline ? messageSent(view.room.id, message, offline) : []),
  };
};
