// `pinMessage`: pins a message, or unpins it.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({
  _id: id.check(z.describe("The id of the message.")),
  room_id: id,
  pin_message: z.boolean().check(z.describe("True pins the message, false unpins it.")),
  user_id: z.optional(userId),
});

export const pinMessage = defineAction({
  name: "pinMessage",
  summary: "Pins a message in its room, or unpins it.",
  payload,
  event: {
    name: "pin_message",
    data: z
      .extend(payload, { user_id: id, rev, pinned_at: time })
      .check(z.describe("A message was pinned or unpinned.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    enqueue: true,
  },
});
