// The item of a membership: a user's read mark in a room, and in a large room the connections that have joined it. It is
// also the room's place in the user's list. Of one that ended, a marker stays for a day, to tell a late author of an
// older addition that theirs is over.

import type { Member } from "../../chat/model.ts";
import { memberIdOf, memberKey, roomOfUserKey } from "../keys.ts";
import type { Item } from "../table.ts";
import { readConnections } from "./connection.ts";
import { VERSION } from "./version.ts";

interface MemberItem {
  sk: string;
  joined_at: number;
  joined_rev: number;
  seen_seq: number;
  full_at?: number;
  /** Only of a marker, which has nothing else. */
  left_rev?: number;
}

export const newMemberItem = (roomId: string, member: Member): Item => ({
  ...memberKey(roomId, member.userId),
  ...roomOfUserKey(roomId, member.userId),
  v: VERSION,
  joined_at: member.joinedAt,
  joined_rev: member.joinedRev,
  seen_seq: member.seenSeq,
});

/** The membership, or nothing if it has ended. */
export function readMember(item: Item): Member | undefined {
  const stored = item as unknown as MemberItem;
  if (stored.left_rev !== undefined) return undefined;
  const { sk, joined_at: joinedAt, joined_rev: joinedRev, seen_seq: seenSeq } = stored;
  const connections = readConnections(item);
  return {
    userId: memberIdOf(sk),
    joinedAt,
    joinedRev,
    seenSeq,
    ...(stored.full_at !== undefined && { fullAt: stored.full_at }),
    ...(connections.length > 0 && { connections }),
  };
}

/** Those of the memberships that have not ended, in their order. */
export const readMembers = (items: readonly Item[]): Member[] =>
  items.flatMap((item) => readMember(item) ?? []);
