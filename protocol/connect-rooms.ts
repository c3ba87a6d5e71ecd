// `connectRooms`: the caller's rooms, newest activity first.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { roomData } from "./room.ts";
import { name } from "./text.ts";
import { userId } from "./users.ts";

const lastMessage = z.object({
  _id: id,
  sender_id: id,
  first_name: z.string().optional(),
  message_type: z.string().optional(),
  message: z.string().optional(),
  created_at: z.string(),
  deleted_at: z.string().optional(),
});
export type LastMessage = z.infer<typeof lastMessage>;

/** A room as its list shows it to one member. */
export const listedRoom = roomData.extend({
  last_message: lastMessage.nullable(),
  seq: z.int(),
  rev: z.int(),
  seen_seq: z.int(),
  unread_count: z.int(),
});
export type ListedRoom = z.infer<typeof listedRoom>;

export const connectRooms = defineAction({
  name: "connectRooms",
  summary: "Lists the caller's rooms, and remembers the caller's first name.",
  payload: z.object({
    user_id: userId.optional(),
    first_name: name.optional(),
    cursor: z.string().max(512).optional(),
    limit: z.int().min(1).max(LIMITS.roomsPerPage).default(LIMITS.roomsPerPage),
  }),
  event: { name: "connectRooms", data: z.array(listedRoom) },
  to: "caller",
  callerField: ["user_id"],
  grants: { table: ["Query", "BatchGetItem", "UpdateItem"], index: true },
});
