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
  on: z.boolean().check(z.describe("True puts it on the message, false takes it off.")),
  user_id: z.optional(userId),
});

export const reactMessage = defineAction({
  name: "reactMessage",
  summary: "Puts an emoji of the caller's on a message, or takes it off.",
  payload,
  event: {
    name: "reaction",
    data: z
      .extend(payload, {
        reaction: z.string(),
        user_id: id,
        count: z.int().check(z.describe("From how many members it is now.")),
        rev,
        reacted_at: time,
      })
      .check(z.describe("An emoji was put on a message, or taken off.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    enqueue: true,
  },
});
