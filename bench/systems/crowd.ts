// The items of a table after long use: rooms of ten members, each user in two rooms, and their messages.

import { messageContent } from "../../protocol/message.ts";
import type { Entry, MessageEvent } from "../../lambdas/chat/model.ts";
import { newEntryItem } from "../../lambdas/store/items/entry.ts";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import { VERSION } from "../../lambdas/store/items/version.ts";
import { userKey } from "../../lambdas/store/keys.ts";
import { groupOf } from "./room.ts";

const MEMBERS = 10;
const ROOMS_OF_EACH = 2;

export interface CrowdSize {
  readonly messages: number;
  readonly users: number;
}

export function* crowdItems({ messages, users }: CrowdSize): Iterable<object> {
  const now = Date.now();
  for (let n = 0; n < users; n++) {
    yield { ...userKey(userOf(n)), v: VERSION, first_name: `User ${n}`, last_seen_at: now };
  }
  const rooms = Math.max(1, Math.ceil((users * ROOMS_OF_EACH) / MEMBERS));
  for (let room = 0; room < rooms; room++) {
    const members = Array.from({ length: MEMBERS }, (_, n) =>
      userOf((room * (MEMBERS / ROOMS_OF_EACH) + n) % users),
    );
    // The first rooms have one message more, if the number does not divide evenly.
    const own = Math.floor(messages / rooms) + (room < messages % rooms ? 1 : 0);
    yield* roomOf(`crowd-room-${room}`, [...new Set(members)], own, now);
  }
}

const userOf = (n: number): string => `crowd-user-${n}`;

function* roomOf(
  id: string,
  members: readonly string[],
  messages: number,
  now: number,
): Iterable<object> {
  const [creator = ""] = members;
  const entry = (rev: number): Entry<MessageEvent> => ({
    kind: "message",
    rev,
    seq: rev,
    lastMessageRev: rev,
    activeAt: now,
    by: members[rev % members.length] ?? creator,
    at: now,
    nonce: "0123456789ab",
    content: messageContent.parse({ message: "See you at eight, then." }),
  });
  const room = groupOf(id, members, entry(messages));
  yield { ...newRoomItem(room, ""), state: READY, roster: undefined };
  for (const userId of members) {
    yield newMemberItem(id, { userId, joinedAt: now, joinedRev: 0, seenSeq: messages });
  }
  for (let rev = 1; rev <= messages; rev++) yield newEntryItem(id, entry(rev));
}
