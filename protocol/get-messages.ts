// `getMessages`: a page of a room's history.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id, rev, revMark } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { messageOrTombstone } from "./message.ts";
import { historyEvent } from "./room-event.ts";

export const getMessages = defineAction({
  name: "getMessages",
  summary: "Reads a page of a room's history, the newest one unless told where.",
  payload: z
    .object({
      room_id: id,
      before_rev: revMark.min(1).optional(),
      after_rev: revMark.optional(),
      events: z
        .boolean()
        .default(false)
        .describe("Whether to tell what else happened: who came and went, names, pictures, pins."),
      limit: z.int().min(1).max(LIMITS.messagesPerPage).default(LIMITS.messagesByDefault),
    })
    .refine(({ before_rev, after_rev }) => before_rev === undefined || after_rev === undefined, {
      path: ["after_rev"],
      message: "may not be given together with before_rev",
    }),
  event: {
    name: "messages",
    data: z
      .object({
        room_id: id,
        messages: z.array(messageOrTombstone).describe("Oldest first."),
        events: z
          .array(historyEvent)
          .optional()
          .describe("What happened before, between and after them, oldest first."),
        has_more: z.boolean(),
        next_before_rev: z.int().optional().describe("`before_rev` of the next page."),
        next_after_rev: z.int().optional().describe("`after_rev` of the next page."),
        rev: rev.describe("How far the room is complete in this answer: a cursor for `sync`."),
      })
      .describe("A page of a room's history."),
  },
  to: "caller",
  grants: { table: ["Query", "GetItem", "BatchGetItem", "UpdateItem"] },
});
