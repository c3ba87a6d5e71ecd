// Sample data of a server for Ann's rooms.

import {
  createChatStore,
  type ChatStore,
  type ChatStoreOptions,
  type Message,
  type MessageView,
} from "../../../client/store/index.ts";
import type { ChatEvents } from "../../../client/events.ts";
import type { Member, Pin, TextMessage } from "../../../client/store/types.ts";
import { fakeChat, settle, type FakeChat } from "./fake-chat.ts";

export const NOON = Date.parse("2026-11-23T12:00:00.000Z");
export const at = (minute: number): string => new Date(NOON + minute * 60_000).toISOString();

/** The `seq`th message of the room, bob's by default, a minute after the one before. */
export const message = (seq: number, fields: Partial<TextMessage> = {}): TextMessage => ({
  _id: `m${seq}`,
  room_id: "tea",
  sender_id: "bob",
  seq,
  rev: seq,
  created_at: at(seq),
  message: `No. ${seq}`,
  isStoryReply: false,
  reply_message: {},
  message_type: "text",
  attachments: [],
  ...fields,
});

export const tombstone = (seq: number): Message => {
  const { _id, room_id, rev, sender_id, created_at } = message(seq);
  return { _id, room_id, seq, rev, sender_id, created_at, deleted: true, deleted_at: at(seq) };
};

type Listed = ChatEvents["room"];

export const listed = (fields: Partial<Listed> = {}): Listed => ({
  _id: "tea",
  room_name: "Tea",
  type: "group-chat",
  image_url: "",
  creator_id: "ann",
  created_at: at(0),
  member_count: 3,
  last_message: null,
  seq: 0,
  rev: 0,
  seen_seq: 0,
  unread_count: 0,
  ...fields,
});

/** A message as the list of rooms shows it. */
export const last = (seq: number, fields: object = {}) => ({
  _id: `m${seq}`,
  sender_id: "bob",
  created_at: at(seq),
  message_type: "text",
  message: `No. ${seq}`,
  ...fields,
});

/** The room of Ann and Bob. */
export const pair = (fields: Partial<Listed> = {}): Listed =>
  listed({
    _id: "p2p.1",
    room_name: "",
    type: "peer-to-peer",
    member_count: 2,
    recipients: [
      { _id: "ann", first_name: "Ann" },
      { _id: "bob", first_name: "Bob" },
    ],
    ...fields,
  });

export const member = (user_id: string, fields: object = {}) => ({
  user_id,
  first_name: user_id.toUpperCase(),
  role: "member" as const,
  joined_at: at(0),
  seen_seq: 0,
  online: true,
  ...fields,
});

export const pin = (seq: number, pinned_rev: number): Pin => ({
  ...message(seq),
  pinned_by: "bob",
  pinned_at: at(pinned_rev),
  pinned_rev,
});

export const page = (
  messages: readonly Message[],
  more: { rev?: number; before?: number } = {},
) => ({
  room_id: "tea",
  messages,
  rev: more.rev ?? messages.at(-1)?.rev ?? 0,
  has_more: more.before !== undefined,
  ...(more.before !== undefined && { next_before_rev: more.before }),
});

export const edited = (seq: number, rev: number, text: string): ChatEvents["edited"] => ({
  message_id: `m${seq}`,
  room_id: "tea",
  user_id: "bob",
  message: text,
  rev,
  edited_at: at(rev),
});
export const deleted = (seq: number, rev: number): ChatEvents["delete"] => ({
  message_id: `m${seq}`,
  room_id: "tea",
  user_id: "bob",
  rev,
  deleted_at: at(rev),
});
export const pinned = (
  seq: number,
  rev: number,
  pin_message = true,
): ChatEvents["pin_message"] => ({
  _id: `m${seq}`,
  room_id: "tea",
  user_id: "bob",
  pin_message,
  rev,
  pinned_at: at(rev),
});
export const removed = (user_id: string, rev: number): ChatEvents["member_removed"] => ({
  room_id: "tea",
  user_id,
  removed_by: "bob",
  member_count: 2,
  rev,
  removed_at: at(rev),
});
export const added = (user_ids: string[], rev: number): ChatEvents["members_added"] => ({
  room_id: "tea",
  user_ids,
  user_id: "bob",
  member_count: 3,
  rev,
  added_at: at(rev),
});
export const renamed = (room_name: string, rev: number): ChatEvents["room_updated"] => ({
  room_id: "tea",
  room_name,
  user_id: "bob",
  rev,
  updated_at: at(rev),
});
export const seen = (user_id: string, seq: number): ChatEvents["seen"] => ({
  room_id: "tea",
  user_id,
  seq,
});

export interface Scene {
  readonly chat: FakeChat;
  readonly store: ChatStore;
}

/** Ann's store, after a list of these rooms. */
export async function listing(
  rooms: readonly Listed[],
  options: ChatStoreOptions = {},
): Promise<Scene> {
  const chat = fakeChat();
  const store = createChatStore(chat, options);
  await chat.answer("connectRooms", { rooms });
  return { chat, store };
}

export interface Loads {
  readonly messages?: readonly Message[];
  readonly members?: readonly (Member & { seen_seq: number })[];
  readonly pins?: readonly Pin[];
  readonly before?: number;
}

/** Answers all requests of an open conversation. */
export async function answerLoads(chat: FakeChat, loads: Loads = {}): Promise<void> {
  const {
    messages = [],
    members = ["ann", "bob", "cid"].map((id) => member(id)),
    pins = [],
  } = loads;
  await chat.answer(
    "getMessages",
    page(messages, loads.before === undefined ? {} : { before: loads.before }),
  );
  await chat.answer("getMembers", { room_id: "tea", members });
  await chat.answer("getPins", { pins });
}

/** Ann's store with the room "tea" open, which has these messages. */
export async function opened(loads: Loads = {}, options: ChatStoreOptions = {}) {
  const last = loads.messages?.at(-1);
  const head = { seq: last?.seq ?? 0, rev: last?.rev ?? 0 };
  const { chat, store } = await listing([listed(head)], options);
  const close = store.open("tea");
  await answerLoads(chat, loads);
  return { chat, store, close };
}

/** A message's text; a dash for a deleted message. */
export const textOf = (one: MessageView): string => ("message" in one ? one.message : "-");

/** The texts of a conversation's messages: a dash for each deleted one, a mark for each that is not stored. */
export const texts = (
  store: ChatStore,
  conversation = "tea" as Parameters<ChatStore["messages"]>[0],
): string[] =>
  store
    .messages(conversation)
    .get()
    .messages.map((one) => {
      const text = textOf(one);
      return one.status === "sent" ? text : `${text} (${one.status})`;
    });

export { settle };
