// `connectRooms`: the caller's rooms, newest activity first.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, seenSeq, seq, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { deleted, notDeleted } from "./message.ts";
import { roomData } from "./room.ts";
import { name } from "./text.ts";
import { userId } from "./users.ts";

const stamp = { _id: id, sender_id: id, created_at: time };

export const lastMessage = z
  .union([
    z.object({ ...stamp, deleted, deleted_at: time }),
    z.object({
      ...stamp,
      first_name: z.optional(z.string()),
      message_type: z.string(),
      message: z.string().check(z.describe(`The first ${LIMITS.previewCharacters} characters.`)),
      deleted: notDeleted,
    }),
  ])
  .check(z.describe("The newest message of a room, shortened."));
export type LastMessage = z.infer<typeof lastMessage>;

export const listedRoom = z
  .extend(roomData, {
    last_message: z.nullable(lastMessage),
    seq: seq.check(z.describe("The `seq` of the room's newest message.")),
    rev: rev.check(z.describe("The `rev` of the room's newest event.")),
    seen_seq: seenSeq,
    unread_count: z.int(),
  })
  .check(z.describe("A room in a member's list."));
export type ListedRoom = z.infer<typeof listedRoom>;

export const connectRooms = defineAction({
  name: "connectRooms",
  summary: "Lists the caller's rooms, and stores the caller's first name.",
  payload: z.object({
    user_id: z.optional(userId),
    first_name: z
      .optional(name)
      .check(z.describe("Stored, and shown to others. An empty text removes the stored name.")),
    cursor: z
      .optional(z.string().check(z.maxLength(512)))
      .check(z.describe("The `next_cursor` of the previous page.")),
    limit: z._default(z.int().check(z.gte(1), z.lte(LIMITS.roomsPerPage)), LIMITS.roomsPerPage),
  }),
  event: { name: "connectRooms", data: z.array(listedRoom) },
  to: "caller",
  callerField: ["user_id"],
  grants: { table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"], index: true },
});
