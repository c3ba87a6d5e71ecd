// `reactMessage`: adds an emoji to a message, or removes it.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { emoji } from "./reaction.ts";
import { userId } from "./users.ts";

const payload = z.object({
  room_id: id,
  message_id: id,
  reaction: emoji,
  on: z.boolean().check(z.describe("True adds the reaction, false removes it.")),
  user_id: z.optional(userId),
});

export const reactMessage = defineAction({
  name: "reactMessage",
  summary: "Adds the caller's reaction to a message, or removes it.",
  payload,
  event: {
    name: "reaction",
    data: z
      .extend(payload, {
        reaction: z.string(),
        user_id: id,
        count: z.int().check(z.describe("The number of members who have reacted with it now.")),
        rev,
        reacted_at: time,
      })
      .check(z.describe("A reaction was added to a message, or removed.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    enqueue: true,
  },
});
