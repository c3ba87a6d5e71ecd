// `updateRoom`: changes a group's name or picture.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { imageUrl } from "./room.ts";
import { name } from "./text.ts";

const payload = z.object({
  room_id: id,
  room_name: z.optional(name.check(z.minLength(1))),
  image_url: z.optional(imageUrl),
});

export const updateRoom = defineAction({
  name: "updateRoom",
  summary: "Changes the name or the picture of a group that the caller owns.",
  payload: payload.check(
    z.refine(({ room_name, image_url }) => room_name !== undefined || image_url !== undefined, {
      path: ["room_name"],
      message: "or image_url must be given",
    }),
  ),
  event: {
    name: "room_updated",
    data: z
      .extend(payload, { user_id: id, rev, updated_at: time })
      .check(z.describe("The name or picture of a group was changed.")),
  },
  to: "room",
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    enqueue: true,
  },
});
