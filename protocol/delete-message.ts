// `deleteMessage`: erases a message's content; a tombstone stays.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({ message_id: id, room_id: id, user_id: z.optional(userId) });

export const deleteMessage = defineAction({
  name: "deleteMessage",
  summary: "Deletes the caller's message, or any message of a group that the caller owns.",
  payload,
  event: {
    name: "delete",
    data: z
      .extend(payload, {
        user_id: id.check(z.describe("The user who deleted it.")),
        rev,
        deleted_at: time,
      })
      .check(z.describe("A message was deleted.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
    enqueue: true,
    files: ["remove"],
  },
});
