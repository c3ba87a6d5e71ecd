// `pinMessage`: pins a message, or unpins it.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({
  _id: id,
  room_id: id,
  pin_message: z.boolean(),
  user_id: userId.optional(),
});

export const pinMessage = defineAction({
  name: "pinMessage",
  summary: "Pins a message in its room, or unpins it.",
  payload,
  event: {
    name: "pin_message",
    data: payload.extend({ user_id: id, rev: z.int(), pinned_at: z.string() }),
  },
  to: "room",
  callerField: ["user_id"],
  grants: { table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"], post: true },
});
