// `sendNewMessage`: sends a message to users instead of a room, and finds or creates their conversation.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { LIMITS } from "./limits.ts";
import { messageData, sentMessage, tombstone, withinMessage } from "./message.ts";
import { imageUrl, roomData, roomType } from "./room.ts";
import { isObject, name, NO_OBJECT } from "./text.ts";
import { userIds } from "./users.ts";

const payload = z.pipe(
  z
    .object({
      recipient_id: z.pipe(
        z.pipe(
          z.union([z.string(), z.array(z.string())]).check(
            z.meta({
              description: `One id, or 1 to ${LIMITS.newConversationRecipients} of them.`,
            }),
          ),
          z.transform((ids) => [ids].flat()),
        ),
        userIds.check(z.minLength(1), z.maxLength(LIMITS.newConversationRecipients)),
      ),
      message: z.pipe(
        z.transform((value: z.input<typeof sentMessage>, { issues }) => {
          if (!isObject(value)) issues.push({ code: "custom", input: value, message: NO_OBJECT });
          return value;
        }),
        sentMessage.check(withinMessage),
      ),
      room_name: z._default(name, ""),
      type: z.optional(roomType),
      user_name: z.optional(name),
      image_url: z._default(imageUrl, ""),
    })
    .check(
      z.refine((value) => value.type !== "peer-to-peer" || value.recipient_id.length === 1, {
        path: ["recipient_id"],
        message: "must be exactly one for a peer-to-peer conversation",
      }),
    ),
  z.transform(({ type, ...rest }) => ({
    ...rest,
    type: type ?? (rest.recipient_id.length > 1 ? "group-chat" : "peer-to-peer"),
  })),
);

const conversation = { room: roomData, user_name: z.optional(name) };

export const sendNewMessage = defineAction({
  name: "sendNewMessage",
  summary:
    "Sends a message to users: in the room of the pair, which is created if there is none yet, or in a new group.",
  payload,
  event: {
    name: "<user_id>",
    data: z
      .union([z.extend(tombstone, conversation), z.extend(messageData, conversation)])
      .check(z.describe("The message of a `sendNewMessage`, with its room.")),
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
