// `removeMember`: removes a member from a group, or lets the caller leave it.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, time } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({ room_id: id, user_id: userId });

export const removeMember = defineAction({
  name: "removeMember",
  summary: "Removes a member from a group that the caller owns, or leaves the group.",
  payload,
  event: {
    name: "member_removed",
    data: z
      .extend(payload, {
        removed_by: id,
        member_count: z.int(),
        owner_id: z
          .optional(id)
          .check(z.describe("The new owner of the group, if the owner left.")),
        rev,
        removed_at: time,
      })
      .check(z.describe("A member was removed from a group, or left it.")),
  },
  to: "room",
  grants: {
    table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    post: true,
    publish: true,
    enqueue: true,
  },
});
