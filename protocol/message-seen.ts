// `messageSeen`: moves the caller's read mark forward to a message.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, seenSeq, time } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({
  message_id: z.optional(id),
  /** The message's number, in place of its id. It is ignored beside an id. */
  seq: z.optional(z.int().check(z.gte(1))),
  room_id: id,
  user_id: z.optional(userId),
});

export const messageSeen = defineAction({
  name: "messageSeen",
  summary: "Moves the caller's read mark forward to a message, never back.",
  payload: payload.check(
    z.refine(({ message_id, seq }) => message_id !== undefined || seq !== undefined, {
      path: ["message_id"],
      message: "or seq must be given",
    }),
  ),
  event: {
    name: "seen",
    data: z
      .extend(payload, { user_id: id, seen_at: time, seq: seenSeq })
      .check(z.describe("A read mark: `user_id` has seen everything up to `seq`.")),
  },
  to: "room",
  callerField: ["user_id"],
  grants: { table: ["Query", "GetItem", "BatchGetItem", "UpdateItem"], post: true },
});
