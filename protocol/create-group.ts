// `createGroup`: a room with its members.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { newRoomId } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { groupData, imageUrl } from "./room.ts";
import { name } from "./text.ts";
import { userId, userIds } from "./users.ts";

export const createGroup = defineAction({
  name: "createGroup",
  summary: "Makes a group; the caller is a member and its owner.",
  payload: z.object({
    _id: newRoomId.optional(),
    room_name: name.min(1),
    recipients: userIds.max(LIMITS.groupRecipients),
    type: z.literal("group-chat").default("group-chat"),
    creator_id: userId.optional(),
    image_url: imageUrl.default(""),
  }),
  event: { name: "group_<user_id>", data: groupData },
  to: "room",
  callerField: ["creator_id"],
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
  },
});
