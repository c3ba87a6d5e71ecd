// `typing`: notifies the members that the caller is writing. Nothing is stored.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id } from "./identifiers.ts";
import { messageText } from "./message.ts";
import { userId } from "./users.ts";

const payload = z.object({
  room_id: id,
  message: z.optional(messageText),
  user_id: z.optional(userId),
});

export const typing = defineAction({
  name: "typing",
  summary: "Notifies the members that the caller is typing.",
  payload,
  event: {
    name: "typing",
    data: z
      .extend(payload, { user_id: id, first_name: z.optional(z.string()) })
      .check(z.describe("A member is typing.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: { table: ["Query", "GetItem", "BatchGetItem", "UpdateItem"], post: true },
});
