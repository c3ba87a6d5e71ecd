// The item of a membership: a user's role and read mark in a room. It is also the room's place in the user's list.

import type { Member } from "../../chat/model.ts";
import { memberIdOf, memberKey, roomOfUserKey } from "../keys.ts";
import type { Item } from "../table.ts";

interface MemberItem {
  sk: string;
  role: Member["role"];
  joined_at: number;
  seen_rev: number;
  seen_seq: number;
}

export const newMemberItem = (roomId: string, member: Member): Item => ({
  ...memberKey(roomId, member.userId),
  ...roomOfUserKey(roomId, member.userId),
  role: member.role,
  joined_at: member.joinedAt,
  seen_rev: 0,
  seen_seq: member.seenSeq,
});

export function readMember(item: Item): Member {
  const { sk, role, joined_at, seen_seq } = item as unknown as MemberItem;
  return { userId: memberIdOf(sk), role, joinedAt: joined_at, seenSeq: seen_seq };
}
