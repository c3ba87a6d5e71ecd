// `getPins`: the pinned messages of a room.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { messageData } from "./message.ts";

export const pinnedMessage = z
  .extend(messageData, {
    pinned_by: id,
    pinned_at: time,
    pinned_rev: rev.check(z.describe("The `rev` of the pin.")),
  })
  .check(z.describe("A pinned message, with the user who pinned it and the time."));
export type PinnedMessage = z.output<typeof pinnedMessage>;

export const getPins = defineAction({
  name: "getPins",
  summary: "Lists the pinned messages of a room, newest pin first.",
  payload: z.object({ room_id: id, cursor: z.optional(z.string().check(z.maxLength(16))) }),
  event: { name: "pins", data: z.array(pinnedMessage) },
  to: "caller",
  grants: { table: ["Query", "GetItem", "BatchGetItem", "UpdateItem"] },
});
