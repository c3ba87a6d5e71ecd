// `createGroup`: creates a group with its members.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { newRoomId } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { groupData, imageUrl } from "./room.ts";
import { name } from "./text.ts";
import { userId, userIds } from "./users.ts";

export const createGroup = defineAction({
  name: "createGroup",
  summary: "Creates a group; the caller is its owner and a member.",
  payload: z.object({
    _id: z.optional(newRoomId),
    room_name: name.check(z.minLength(1)),
    recipients: userIds.check(z.maxLength(LIMITS.groupRecipients)),
    type: z._default(z.literal("group-chat"), "group-chat"),
    creator_id: z.optional(userId),
    image_url: z._default(imageUrl, ""),
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
