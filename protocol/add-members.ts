// `addMembers`: adds users to a group.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { groupData } from "./room.ts";
import { userIds } from "./users.ts";

const added = { user_id: id.check(z.describe("The user who added them.")), rev, added_at: time };

export const joinedGroup = z
  .extend(groupData, added)
  .check(z.describe("For new members of a group: the group, and the user who added them."));

export const addMembers = defineAction({
  name: "addMembers",
  summary: "Adds users to a group. Any member may do this.",
  payload: z.object({
    room_id: id,
    user_ids: userIds.check(z.minLength(1), z.maxLength(LIMITS.membersAddedAtOnce)),
  }),
  event: {
    name: "members_added",
    data: z
      .object({ room_id: id, user_ids: z.array(id), member_count: z.int(), ...added })
      .check(z.describe("Users were added to a group.")),
  },
  also: { name: "group_<user_id>", data: joinedGroup },
  to: "room",
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
    enqueue: true,
  },
});
