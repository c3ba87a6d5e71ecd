// `getMembers`: the members of a room, with their read marks and whether they are online.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, seenSeq, time } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";

export const memberData = z
  .object({
    user_id: id,
    first_name: z.optional(z.string()),
    role: z.enum(["owner", "member"]),
    joined_at: time,
    seen_seq: seenSeq,
    online: z.boolean(),
    last_seen_at: z
      .optional(time)
      .check(z.describe("The time at which their last connection ended, if they are offline.")),
  })
  .check(z.describe("A member of a room."));
export type MemberData = z.infer<typeof memberData>;

export const getMembers = defineAction({
  name: "getMembers",
  summary: "Lists the members of a room, in the order of their ids.",
  payload: z.object({
    room_id: id,
    cursor: z.optional(id),
    limit: z._default(z.int().check(z.gte(1), z.lte(LIMITS.membersPerPage)), LIMITS.membersPerPage),
  }),
  event: {
    name: "members",
    data: z
      .object({
        room_id: id,
        members: z.array(memberData),
        next_cursor: z
          .optional(z.string())
          .check(z.describe("For the next page; absent on the last one.")),
      })
      .check(z.describe("A page of a room's members, in the order of their ids.")),
  },
  to: "caller",
  grants: { table: ["Query", "GetItem", "BatchGetItem", "UpdateItem"] },
});
