// `editMessage`: replaces the text of a message of the caller's.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { messageText } from "./message.ts";
import { text } from "./text.ts";
import { userId } from "./users.ts";

const edit = z.object({
  message_id: id,
  message: messageText,
  room_id: id,
  user_id: z.optional(userId),
});

const payload = z.extend(edit, {
  edit_id: z
    .optional(text(LIMITS.editIdCharacters).check(z.minLength(1)))
    .check(
      z.describe(
        "The id of this edit, chosen by the client: a repeat with the same id changes nothing.",
      ),
    ),
});

export const editMessage = defineAction({
  name: "editMessage",
  summary: "Replaces the text of the caller's message.",
  payload,
  event: {
    name: "edited",
    data: z
      .extend(edit, { user_id: id, rev, edited_at: time })
      .check(z.describe("A message was edited.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    enqueue: true,
  },
});
