// A room on the wire.

import * as z from "zod/mini";
import { id, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { name, text } from "./text.ts";

export const imageUrl = text(LIMITS.imageUrlCharacters);
export const roomType = z.enum(["peer-to-peer", "group-chat"]);
export type RoomType = z.infer<typeof roomType>;

export const person = z
  .object({ _id: id, first_name: z.optional(z.string()) })
  .check(z.describe("A user, with `first_name` if they have given one."));
export type Person = z.infer<typeof person>;

export const roomData = z
  .object({
    _id: id,
    room_name: name,
    type: roomType,
    image_url: imageUrl,
    creator_id: id,
    created_at: time,
    member_count: z.int(),
    recipients: z
      .optional(z.array(person))
      .check(z.describe("In a peer-to-peer room: both users.")),
  })
  .register(z.globalRegistry, { description: "A room, the same for all of its members." });
export type RoomData = z.infer<typeof roomData>;

export const groupData = z
  .extend(z.omit(roomData, { recipients: true }), {
    recipients: z
      .optional(z.array(id))
      .check(z.describe("The members' ids; absent in a large group.")),
  })
  .register(z.globalRegistry, { description: "A group, as its members see it." });
export type GroupData = z.infer<typeof groupData>;
