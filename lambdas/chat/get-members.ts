// `getMembers`: a room's members, with their read marks and whether they are online.

import { pay } from "./limits.ts";
import type { MemberData } from "../../protocol/get-members.ts";
import { all } from "./all.ts";
import { fitting } from "./frame-budget.ts";
import type { Member, Room, User } from "./model.ts";
import { authorizeMember } from "./authorize.ts";
import type { UseCase } from "./request.ts";
import { iso } from "./wire.ts";

export const getMembers: UseCase<"getMembers"> = async ({ room_id, cursor, limit }, request) => {
  await all([authorizeMember(request, room_id), pay(request, "reads", 1)]);
  const { members, next } = await request.rooms.membersAfter(room_id, cursor, limit);
  const users = new Map(
    (await request.users(members.map(({ userId }) => userId))).map((user) => [user.id, user]),
  );
  // Checked again: a caller who was removed meanwhile must not see later members.
  const { room } = await authorizeMember(request, room_id);
  const data = members.map((member) =>
    memberData(member, room, users.get(member.userId), request.now()),
  );
  const shown = fitting(data);
  const nextCursor = shown.length < data.length ? shown.at(-1)?.user_id : next;
  return {
    event: "members",
    data: {
      room_id,
      members: shown,
      ...(nextCursor !== undefined && { next_cursor: nextCursor }),
    },
    repeatable: true,
  };
};

function memberData(member: Member, room: Room, user: User | undefined, now: number): MemberData {
  const { userId: user_id, joinedAt, seenSeq: seen_seq } = member;
  const online = user?.connections.some(({ until }) => until > now) ?? false;
  const lastSeen = user && !online ? lastSeenAt(user) : undefined;
  return {
    user_id,
    ...(user?.firstName !== undefined && { first_name: user.firstName }),
    role: user_id === room.owner ? "owner" : "member",
    joined_at: iso(joinedAt),
    seen_seq,
    online,
    ...(lastSeen !== undefined && { last_seen_at: iso(lastSeen) }),
  };
}

// A connection without a `$disconnect` ended at its maximum age at the latest.
function lastSeenAt({ lastSeenAt: stored, connections }: User): number | undefined {
  const times = [
    ...connections.map(({ until }) => until),
    ...(stored === undefined ? [] : [stored]),
  ];
  return times.length > 0 ? Math.max(...times) : undefined;
}
