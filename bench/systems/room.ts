// The items of a room in Parley's table: one message, its members, and connections without clients for some of them.

import { messageContent } from "../../protocol/message.ts";
import type { Entry, MessageEvent, Room } from "../../lambdas/chat/model.ts";
import { DEFAULTS } from "../../lambdas/names.ts";
import { connectionAttribute } from "../../lambdas/store/items/connection.ts";
import { newEntryItem } from "../../lambdas/store/items/entry.ts";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import { VERSION } from "../../lambdas/store/items/version.ts";
import { userKey } from "../../lambdas/store/keys.ts";

const LIVES_MS = 2 * 3_600_000;

export interface RoomPlan {
  readonly id: string;
  /** The first one is its creator. */
  readonly members: readonly string[];
  /** Connection ids by user. */
  readonly online: ReadonlyMap<string, string>;
}

/** Returns a group that its first member created, and whose log is applied up to `head`. */
export const groupOf = (
  id: string,
  members: readonly string[],
  head: Entry<MessageEvent>,
): Room => ({
  id,
  type: "group-chat",
  name: "Room",
  image: "",
  creator: members[0] ?? "",
  owner: members[0] ?? "",
  memberCount: members.length,
  createdAt: head.at,
  head,
});

export function roomItems({ id, members, online }: RoomPlan): object[] {
  const [creator = ""] = members;
  const now = Date.now();
  const large = members.length > DEFAULTS.smallRoomMembers;
  const first: Entry<MessageEvent> = {
    kind: "message",
    rev: 1,
    seq: 1,
    lastMessageRev: 1,
    activeAt: now,
    by: creator,
    at: now,
    nonce: "0123456789ab",
    content: messageContent.parse({ message: "Hello, all." }),
  };
  const room: Room = { ...groupOf(id, members, first), ...(large && { large }) };
  const connection = (userId: string) => {
    const connectionId = online.get(userId);
    return connectionId && { [connectionAttribute(connectionId)]: now + LIVES_MS };
  };
  // The connections that receive events are in the membership for a large room, and in the user for a small one.
  return [
    { ...newRoomItem(room, ""), state: READY, roster: undefined },
    newEntryItem(id, first),
    ...members.map((userId) => ({
      ...newMemberItem(id, { userId, joinedAt: now, joinedRev: 0, seenSeq: 0 }),
      ...(large && connection(userId)),
    })),
    ...(large ? [] : [...online.keys()]).map((userId) => ({
      ...userKey(userId),
      v: VERSION,
      ...connection(userId),
    })),
  ];
}
