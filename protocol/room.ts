// A room on the wire.

import * as z from "zod";
import { id } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { name, text } from "./text.ts";

export const imageUrl = text(LIMITS.imageUrlCharacters);
export const roomType = z.enum(["peer-to-peer", "group-chat"]);
export type RoomType = z.infer<typeof roomType>;

/** A member as lists show them; `first_name` is there once the user has told it. */
export const person = z.object({ _id: id, first_name: z.string().optional() });
export type Person = z.infer<typeof person>;

/** A room for any of its members. `recipients`: both of a peer-to-peer room. */
export const roomData = z.object({
  _id: id,
  room_name: name,
  type: roomType,
  image_url: imageUrl,
  creator_id: id,
  created_at: z.string(),
  member_count: z.int(),
  recipients: z.array(person).optional(),
});
export type RoomData = z.infer<typeof roomData>;

/** A group for those who are told that they are in it. `recipients`: its members' ids, left out in a large one. */
export const groupData = roomData
  .omit({ recipients: true })
  .extend({ recipients: z.array(id).optional() });
export type GroupData = z.infer<typeof groupData>;
