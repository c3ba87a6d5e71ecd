// `pinMessage`: pins a message, or unpins it.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({
  _id: id.describe("The message's."),
  room_id: id,
  pin_message: z.boolean().describe("True pins it, false takes the pin off."),
  user_id: userId.optional(),
});

export const pinMessage = defineAction({
  name: "pinMessage",
  summary: "Pins a message in its room, or unpins it.",
  payload,
  event: {
    name: "pin_message",
    data: payload
      .extend({ user_id: id, rev, pinned_at: time })
      .describe("A message was pinned, or its pin was taken off."),
  },
  to: "room",
  callerField: ["user_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    handOver: true,
  },
});
