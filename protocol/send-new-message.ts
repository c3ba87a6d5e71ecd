// `sendNewMessage`: a message to people rather than to a room; the conversation is found or made.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { LIMITS } from "./limits.ts";
import { messageData, sentMessage, tombstone, withinMessage } from "./message.ts";
import { imageUrl, roomData, roomType } from "./room.ts";
import { isObject, name, NO_OBJECT } from "./text.ts";
import { userIds } from "./users.ts";

const payload = z
  .object({
    recipient_id: z
      .union([z.string(), z.array(z.string())])
      .meta({ description: `One id, or 1 to ${LIMITS.newConversationRecipients} of them.` })
      .transform((ids) => [ids].flat())
      .pipe(userIds.min(1).max(LIMITS.newConversationRecipients)),
    message: z.preprocess((value: z.input<typeof sentMessage>, { issues }) => {
      if (!isObject(value)) issues.push({ code: "custom", input: value, message: NO_OBJECT });
      return value;
    }, sentMessage.check(withinMessage)),
    room_name: name.default(""),
    type: roomType.optional(),
    user_name: name.optional(),
    image_url: imageUrl.default(""),
  })
  .refine((value) => value.type !== "peer-to-peer" || value.recipient_id.length === 1, {
    path: ["recipient_id"],
    message: "must be exactly one for a peer-to-peer conversation",
  })
  .transform(({ type, ...rest }) => ({
    ...rest,
    type: type ?? (rest.recipient_id.length > 1 ? "group-chat" : "peer-to-peer"),
  }));

const conversation = { room: roomData, user_name: name.optional() };

export const sendNewMessage = defineAction({
  name: "sendNewMessage",
  summary: "Finds or makes a conversation with the recipients, and sends its message.",
  payload,
  event: {
    name: "<user_id>",
    data: z
      .union([tombstone.extend(conversation), messageData.extend(conversation)])
      .describe("The message of a `sendNewMessage`, with the conversation that it is in."),
  },
  to: "room",
  callerField: ["message", "sender_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
    files: ["keep"],
  },
});
