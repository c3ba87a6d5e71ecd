// Sample rooms, members and log entries for the contract. A test can override any field.

import type {
  AddEvent,
  DeleteEvent,
  EditEvent,
  Entry,
  Member,
  PinEvent,
  ReactEvent,
  RemoveEvent,
  RenameEvent,
  Room,
  Stamp,
  StoredMessage,
} from "../../../lambdas/chat/model.ts";
import type { Charge } from "../../../lambdas/chat/tokens.ts";
import type { Store } from "../../../lambdas/chat/ports.ts";
import { messageContent } from "../../../protocol/message.ts";

export const TIME = Date.UTC(2024, 4, 15, 7, 19, 36, 621);

let made = 0;

/** Returns an id that no other test uses. */
export const newId = (of: string): string => `${of}-${++made}`;

export const aRoom = (otherwise: Partial<Room> = {}): Room => ({
  id: newId("room"),
  type: "group-chat",
  name: "Chess",
  image: "https://a.example/c.png",
  creator: "ann",
  owner: "ann",
  memberCount: 2,
  createdAt: TIME,
  head: { rev: 0, seq: 0, lastMessageRev: 0, activeAt: TIME },
  ...otherwise,
});

export const aMember = (userId: string, otherwise: Partial<Member> = {}): Member => ({
  userId,
  joinedAt: TIME,
  joinedRev: 0,
  seenSeq: 0,
  ...otherwise,
});

/** A charge on a bucket with far more tokens. */
export const aCharge = (now: number): Charge => ({
  cost: 1,
  capacity: 1e9,
  now,
  isFull: true,
});

/** Creates a ready room with these members. */
export async function readyRoom(store: Store, members = ["ann", "bob"]): Promise<Room> {
  const room = aRoom({ memberCount: members.length });
  await store.rooms.begin(room, "roster");
  const list = members.map((userId) => aMember(userId));
  await store.rooms.enlist(room.id, list);
  await store.rooms.ready(room.id);
  return room;
}

/** A stamp of a log that has only messages, up to `rev`. */
const stamp = (rev: number): Stamp => ({
  rev,
  seq: rev,
  lastMessageRev: rev,
  activeAt: TIME + rev,
  by: "ann",
  at: TIME + rev,
  nonce: `nonce${String(rev).padStart(7, "0")}`,
});

export const aMessage = (rev: number, otherwise: Partial<StoredMessage> = {}): StoredMessage => ({
  kind: "message",
  ...stamp(rev),
  content: messageContent.parse({ message: `no. ${rev}` }),
  ...otherwise,
});

/** A stamp of a change to the message at `target`, which is the newest message of the log. */
const changeOf = (target: number, rev: number) => ({
  ...stamp(rev),
  seq: target,
  lastMessageRev: target,
  activeAt: TIME + target,
  target,
  messageId: `message-${target}`,
});

export const anEdit = (
  target: number,
  rev: number,
  otherwise: Partial<Entry<EditEvent>> = {},
): Entry<EditEvent> => ({ kind: "edit", ...changeOf(target, rev), ...otherwise });

export const aDelete = (
  target: number,
  rev: number,
  otherwise: Partial<Entry<DeleteEvent>> = {},
): Entry<DeleteEvent> => ({
  kind: "delete",
  ...changeOf(target, rev),
  unpins: false,
  ...otherwise,
});

export const aPin = (
  target: number,
  rev: number,
  otherwise: Partial<Entry<PinEvent>> = {},
): Entry<PinEvent> => ({ kind: "pin", ...changeOf(target, rev), pinned: true, ...otherwise });

/** Ann's reaction, which is the message's only one. */
export const aReaction = (
  target: number,
  rev: number,
  otherwise: Partial<Entry<ReactEvent>> = {},
): Entry<ReactEvent> => ({
  kind: "react",
  ...changeOf(target, rev),
  reaction: "👍",
  on: true,
  reactions: [{ reaction: "👍", count: 1, user_ids: ["ann"] }],
  ...otherwise,
});

/** A stamp of a change to the group, in a log without messages. */
const groupStamp = (rev: number): Stamp => ({
  ...stamp(rev),
  seq: 0,
  lastMessageRev: 0,
  activeAt: TIME,
});

export const anAddition = (
  rev: number,
  users: readonly string[],
  otherwise: Partial<Entry<AddEvent>> = {},
): Entry<AddEvent> => ({
  kind: "add",
  ...groupStamp(rev),
  users,
  memberCount: 2 + users.length,
  ...otherwise,
});

export const aRemoval = (
  rev: number,
  user: string,
  otherwise: Partial<Entry<RemoveEvent>> = {},
): Entry<RemoveEvent> => ({
  kind: "remove",
  ...groupStamp(rev),
  user,
  memberCount: 1,
  ...otherwise,
});

export const aRename = (
  rev: number,
  to: { readonly name?: string; readonly image?: string },
): Entry<RenameEvent> => ({ kind: "rename", ...groupStamp(rev), ...to });

/** Creates a log of these entries, and returns its room's id. */
export async function aLog(store: Store, ...entries: Entry[]): Promise<string> {
  const roomId = newId("room");
  for (const entry of entries) await store.log.put(roomId, entry);
  return roomId;
}

/** The text of the message at `rev`, if it has one. */
export const textAt = async (store: Store, roomId: string, rev: number) =>
  (await store.log.message(roomId, rev))?.content?.message;
