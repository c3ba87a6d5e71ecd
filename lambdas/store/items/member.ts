// The item of a membership: a user's read mark in a room, and in a large room the connections that have joined it. Its
// keys in the index put the room into the user's list. An ended membership leaves a marker for a day, which keeps a
// late writer of an older addition from restoring it.

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
  /** Only in a marker, which has none of the fields above but its key. */
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

/** The membership; undefined for a marker. */
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

/** The memberships among these items, without markers, in their order. */
export const readMembers = (items: readonly Item[]): Member[] =>
  items.flatMap((item) => readMember(item) ?? []);
