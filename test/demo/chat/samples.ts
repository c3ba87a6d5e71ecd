// A state to begin with, and what may happen to it, for tests.

import type { ChatEvents } from "../../../client/index.ts";
import type { Happening } from "../../../demo/chat/happening.ts";
import { reduce } from "../../../demo/chat/reduce.ts";
import {
  firstState,
  isDeleted,
  type Listed,
  type Message,
  type Room,
  type State,
} from "../../../demo/chat/state.ts";

export const NOON = Date.parse("2026-11-23T12:00:00.000Z");

const at = (minute: number): string => new Date(NOON + minute * 60_000).toISOString();

/** Bob's, unless it is said otherwise: the `seq`th message of the room, a minute after the one before. */
export const message = (
  seq: number,
  fields: Partial<Exclude<ChatEvents["message"], { deleted: true }>> = {},
): Message => ({
  ...{ _id: `m${seq}`, room_id: "tea", sender_id: "bob", seq, rev: seq, created_at: at(seq) },
  ...{ message: `No. ${seq}`, isStoryReply: false, reply_message: {}, message_type: "text" },
  attachments: [],
  ...fields,
});

export const listed = (fields: Partial<Listed> = {}): Listed => ({
  ...{ _id: "tea", room_name: "Tea", type: "group-chat", image_url: "", creator_id: "ann" },
  ...{ created_at: at(0), member_count: 3, last_message: null },
  ...{ seq: 0, rev: 0, seen_seq: 0, unread_count: 0 },
  ...fields,
});

export const pair = (fields: Partial<Listed> = {}): Listed =>
  listed({
    ...{ _id: "p2p.1", room_name: "", type: "peer-to-peer", member_count: 2 },
    recipients: [
      { _id: "ann", first_name: "Ann" },
      { _id: "bob", first_name: "Bob" },
    ],
    ...fields,
  });

/** Ann's state after all this. */
export const after = (...happenings: Happening[]): State =>
  happenings.reduce(reduce, firstState({ user_id: "ann", first_name: "Ann" }, NOON));

/** A room whose newest page has these messages. */
export const loaded = (...messages: Message[]): Happening[] => [
  { type: "listed", rooms: [listed({ seq: messages.length, rev: messages.length })] },
  page(messages, true),
];

export const page = (
  messages: readonly Message[],
  isNewest: boolean,
  next_before_rev?: number,
): Happening => ({
  type: "page",
  room_id: "tea",
  isNewest,
  page: {
    ...{ room_id: "tea", messages: [...messages], rev: 0 },
    has_more: next_before_rev !== undefined,
    ...(next_before_rev !== undefined && { next_before_rev }),
  },
});

export function tea({ rooms }: State): Room {
  const room = rooms.get("tea");
  if (!room) throw new Error("There is no such room.");
  return room;
}

/** The texts of a room's messages, with a dash for each that was deleted. */
export const textsOf = (state: State): string[] =>
  (tea(state).history?.messages ?? []).map((one) => (isDeleted(one) ? "-" : one.message));
