// `addMembers`: more people in a group.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { groupData } from "./room.ts";
import { userIds } from "./users.ts";

const added = { user_id: id, rev: z.int(), added_at: z.string() };

/** For those who are new: the group, and who added them. */
export const joinedGroup = groupData.extend(added);

export const addMembers = defineAction({
  name: "addMembers",
  summary: "Adds people to a group; any member may.",
  payload: z.object({
    room_id: id,
    user_ids: userIds.min(1).max(LIMITS.membersAddedAtOnce),
  }),
  event: {
    name: "members_added",
    data: z.object({ room_id: id, user_ids: z.array(id), member_count: z.int(), ...added }),
  },
  also: { name: "group_<user_id>", data: joinedGroup },
  to: "room",
  grants: { table: ["Query", "BatchGetItem", "PutItem", "UpdateItem"], post: true },
});
