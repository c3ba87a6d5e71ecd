// The keys of all items of the table. Their sort keys let one Query read related items: the keys of a room and its
// memberships begin with ROOM, those of its log with REV#.

import { revDigits, revOfDigits } from "../../protocol/identifiers.ts";
import type { ReactionKey } from "../chat/ports.ts";
import { ROOMS_OF_USER } from "./schema.ts";

export type Key = { pk: string; sk: string };

const ROOM = "ROOM";
const MEMBER = "ROOM#MEMBER#";
const REV = "REV#";
const PIN = "PIN#";
const REACTION = "REACTION#";
const LEFT = "LEFT#";
const USER = "USER";
const LIST = "LIST#";

const partition = (roomId: string): string => `ROOM#${roomId}`;
const userPartition = (userId: string): string => `USER#${userId}`;

export const roomKey = (roomId: string): Key => ({ pk: partition(roomId), sk: ROOM });

export const memberKey = (roomId: string, userId: string): Key => ({
  pk: partition(roomId),
  sk: MEMBER + userId,
});

/** A membership's key in the index of a user's rooms. */
export const roomOfUserKey = (roomId: string, userId: string) => ({
  [ROOMS_OF_USER.partition]: userPartition(userId),
  [ROOMS_OF_USER.sort]: partition(roomId),
});

export const entryKey = (roomId: string, rev: number): Key => ({
  pk: partition(roomId),
  sk: REV + revDigits(rev),
});

export const claimKey = (roomId: string, messageId: string): Key => ({
  pk: partition(roomId),
  sk: `ID#${messageId}`,
});

export const editKey = (roomId: string, messageRev: number, editId: string): Key => ({
  pk: partition(roomId),
  sk: `EDIT#${revDigits(messageRev)}#${editId}`,
});

export const pinKey = (roomId: string, messageRev: number): Key => ({
  pk: partition(roomId),
  sk: PIN + revDigits(messageRev),
});

export const reactionKey = ({ roomId, messageRev, reaction, userId }: ReactionKey): Key => ({
  pk: partition(roomId),
  sk: `${REACTION}${revDigits(messageRev)}#${reaction}#${userId}`,
});

/** A former membership's key in the same index. */
export const roomLeftByKey = (roomId: string, userId: string) => ({
  [ROOMS_OF_USER.partition]: userPartition(userId),
  [ROOMS_OF_USER.sort]: LEFT + partition(roomId),
});

export const removalKey = (roomId: string, userId: string): Key => ({
  pk: partition(roomId),
  sk: LEFT + userId,
});

/** The key of a large room's fan-out cursor. */
export const fanOutKey = (roomId: string): Key => ({ pk: partition(roomId), sk: "FANOUT" });

export const userKey = (userId: string): Key => ({ pk: userPartition(userId), sk: USER });

/** The key of a part of an order of rooms, stored for a user who pages through it. */
export const listKey = (userId: string, listId: string, part: number): Key => ({
  pk: userPartition(userId),
  sk: `${LIST}${listId}#${part}`,
});

/** The ranges that are read by Query: a partition and a prefix of sort keys. */
export const roomAndMembers = (roomId: string) => ({ pk: partition(roomId), prefix: ROOM });
export const membersOf = (roomId: string) => ({ pk: partition(roomId), prefix: MEMBER });
export const pinsOf = (roomId: string) => ({ pk: partition(roomId), prefix: PIN });
export const roomsOf = (userId: string) => ({ pk: userPartition(userId), prefix: "ROOM#" });
export const roomsLeftBy = (userId: string) => ({ pk: userPartition(userId), prefix: LEFT });
export const userLists = (userId: string) => ({ pk: userPartition(userId), prefix: LIST });

/** Tests and parts of keys, to read items. */
export const isRoomKey = (sk: unknown): boolean => sk === ROOM;
export const isMemberKey = (sk: unknown): boolean => String(sk).startsWith(MEMBER);
export const roomIdOf = (pk: unknown): string => String(pk).slice("ROOM#".length);
export const userIdOf = (pk: unknown): string => String(pk).slice("USER#".length);
export const memberIdOf = (sk: unknown): string => String(sk).slice(MEMBER.length);
// A keycap emoji contains a #; a user's id does not.
export const reactorOf = (sk: unknown): string => String(sk).slice(String(sk).lastIndexOf("#") + 1);
export const revOf = (sk: unknown): number => revOfDigits(String(sk).slice(REV.length));
