// `removeMember`: takes somebody out of a group, or leaves it.

import * as z from "zod";
import { defineAction } from "./action.ts";
import { id } from "./identifiers.ts";
import { userId } from "./users.ts";

const payload = z.object({ room_id: id, user_id: userId });

export const removeMember = defineAction({
  name: "removeMember",
  summary: "Takes somebody out of a group, as its owner, or leaves it.",
  payload,
  event: {
    name: "member_removed",
    data: payload.extend({
      removed_by: id,
      member_count: z.int(),
      /** Who owns the group from now on, where it was the owner who left. */
      owner_id: id.optional(),
      rev: z.int(),
      removed_at: z.string(),
    }),
  },
  to: "room",
  grants: { table: ["Query", "BatchGetItem", "PutItem", "UpdateItem"], post: true },
});
