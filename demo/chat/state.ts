// What the page knows, as one value that never changes: whatever happens makes another (reduce.ts).

import type { ChatEvents, ChatState, Result } from "../../client/index.ts";
import type { Person } from "../person.ts";

export type Message = ChatEvents["message"];
export type Listed = ChatEvents["room"];
export type Page = Result<"getMessages">;
export type Member = Result<"getMembers">["members"][number];
export type Pin = Result<"getPins">["pins"][number];
type Tombstone = Extract<Message, { deleted: true }>;

export interface State {
  readonly me: Person;
  readonly connection: ChatState;
  /** Whether the list of rooms is here. */
  readonly isListed: boolean;
  readonly rooms: ReadonlyMap<string, Room>;
  /** First names, by user id. */
  readonly names: ReadonlyMap<string, string>;
  readonly pending: readonly Pending[];
  /** The conversation that is looked at. */
  readonly place: Place | undefined;
  /** What went wrong, until it is dismissed. */
  readonly notice: string | undefined;
  /** What came lately, for those who listen rather than look. */
  readonly news: readonly News[];
  /** In epoch milliseconds; moves on now and then, for times that are told as "5 minutes ago". */
  readonly now: number;
}

/** A conversation: a room, or the pair with somebody, which may not be a room yet. */
export type Place = { readonly room_id: string } | { readonly user_id: string };

export interface Room {
  readonly info: Pick<
    Listed,
    "_id" | "room_name" | "type" | "created_at" | "member_count" | "recipients"
  >;
  readonly last: Listed["last_message"];
  readonly seq: number;
  /** Up to which `seq` each member has read, as far as is known. */
  readonly marks: ReadonlyMap<string, number>;
  readonly typing: ReadonlySet<string>;
  /** What is on its way to becoming of messages, by their ids. */
  readonly changes: ReadonlyMap<string, Change>;
  readonly loading: "not yet" | "loading" | "done" | "failed";
  readonly history?: History;
  readonly members?: readonly Member[];
  readonly pins?: readonly Pin[];
  /** The first `seq` that was unread when the conversation was opened. */
  readonly unreadFrom?: number;
}

export interface History {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Where older ones are; undefined at the beginning of the conversation. */
  readonly before?: number;
  readonly isLoadingOlder: boolean;
}

/** A message that was written here and is not known to be stored. */
export interface Pending {
  readonly _id: string;
  readonly place: Place;
  readonly text: string;
  /** In epoch milliseconds. */
  readonly at: number;
  /** Why the server will not have it. */
  readonly refusal?: string;
}

export type Change =
  | { readonly kind: "edit"; readonly text: string }
  | { readonly kind: "delete" }
  | { readonly kind: "pin"; readonly isPinned: boolean };

export interface News {
  readonly id: number;
  readonly text: string;
  /** The message that it reads out, if it is one. */
  readonly message_id?: string;
}

export const isDeleted = (message: Message): message is Tombstone => message.deleted === true;

export const firstState = (me: Person, now: number): State => ({
  me,
  connection: "closed",
  isListed: false,
  rooms: new Map(),
  names: new Map([[me.user_id, me.first_name]]),
  pending: [],
  place: undefined,
  notice: undefined,
  news: [],
  now,
});
