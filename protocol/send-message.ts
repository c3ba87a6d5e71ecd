// `sendMessage`: sends a message to a room.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id } from "./identifiers.ts";
import { sentMessage, messageOrTombstone, withinMessage } from "./message.ts";
import { isBlank } from "./text.ts";

export const sendMessage = defineAction({
  name: "sendMessage",
  summary: "Stores a message in a room and sends it to the members.",
  payload: z.extend(sentMessage, { room_id: id }).check(
    z.refine((payload) => !isBlank(payload.message) || payload.attachments.length > 0, {
      path: ["message"],
      message: "may be empty only with an attachment",
    }),
    withinMessage,
  ),
  // The reply to a repeat of a message that was deleted since is its tombstone.
  event: { name: "message", data: messageOrTombstone },
  to: "room",
  callerField: ["sender_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
    enqueue: true,
    files: ["keep"],
  },
});
