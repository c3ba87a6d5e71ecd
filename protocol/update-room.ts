// `updateRoom`: another name or picture for a group.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { imageUrl } from "./room.ts";
import { name } from "./text.ts";

const payload = z.object({
  room_id: id,
  room_name: name.min(1).optional(),
  image_url: imageUrl.optional(),
});

export const updateRoom = defineAction({
  name: "updateRoom",
  summary: "Gives a group another name or picture, as its owner.",
  payload: payload.refine(
    ({ room_name, image_url }) => room_name !== undefined || image_url !== undefined,
    { path: ["room_name"], message: "or image_url must be given" },
  ),
  event: {
    name: "room_updated",
    data: payload
      .extend({ user_id: id, rev, updated_at: time })
      .describe("A group has another name or picture."),
  },
  to: "room",
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    handOver: true,
  },
});
