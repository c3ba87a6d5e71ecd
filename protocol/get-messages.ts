// `getMessages`: a page of a room's history.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, revMark } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { messageOrTombstone } from "./message.ts";
import { historyEvent } from "./room-event.ts";

export const getMessages = defineAction({
  name: "getMessages",
  summary: "Reads a page of a room's history, by default the newest one.",
  payload: z
    .object({
      room_id: id,
      before_rev: z.optional(revMark.check(z.gte(1))),
      after_rev: z.optional(revMark),
      events: z
        ._default(z.boolean(), false)
        .check(
          z.describe(
            "Whether to return other events too: members added and removed, changes of name and picture, new pins.",
          ),
        ),
      limit: z._default(
        z.int().check(z.gte(1), z.lte(LIMITS.messagesPerPage)),
        LIMITS.messagesByDefault,
      ),
    })
    .check(
      z.refine(({ before_rev, after_rev }) => before_rev === undefined || after_rev === undefined, {
        path: ["after_rev"],
        message: "may not be given together with before_rev",
      }),
    ),
  event: {
    name: "messages",
    data: z
      .object({
        room_id: id,
        messages: z.array(messageOrTombstone).check(z.describe("Oldest first.")),
        events: z
          .optional(z.array(historyEvent))
          .check(
            z.describe(
              "Members added and removed, changes of name and picture, and new pins, before, between and after the messages, oldest first.",
            ),
          ),
        has_more: z.boolean(),
        next_before_rev: z.optional(z.int()).check(z.describe("`before_rev` of the next page.")),
        next_after_rev: z.optional(z.int()).check(z.describe("`after_rev` of the next page.")),
        rev: rev.check(
          z.describe(
            "The messages include every change up to this `rev`. From that of the newest page, `sync` continues.",
          ),
        ),
      })
      .check(z.describe("A page of a room's history.")),
  },
  to: "caller",
  grants: { table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
});
