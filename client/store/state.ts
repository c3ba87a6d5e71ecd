// What the store knows of one room. Every value is replaced when it changes, never changed in place.

import type { ChatError } from "../errors.ts";
import type { HistoryEvent } from "./history-events.ts";
import type { Messages } from "./messages.ts";
import type { LastMessage, ListedRoom, Member, Pin } from "./types.ts";

/** What lists show of a room. */
export interface Summary {
  readonly info: Pick<
    ListedRoom,
    | ("_id" | "room_name" | "type" | "image_url" | "creator_id" | "created_at")
    | ("member_count" | "recipients")
  >;
  readonly last_message: LastMessage | null;
  readonly seq: number;
  /** How new all of this is. Whatever is older does not change it. */
  readonly rev: number;
  /** Of a room that no list has shown: messages up to here are not counted as unread. */
  readonly baseline?: number;
}

export interface History {
  readonly messages: Messages;
  /** What happened between them. */
  readonly events: readonly HistoryEvent[];
  /** Events up to here are in the messages that were loaded. */
  readonly rev: number;
  /** The cursor of older messages. Undefined at the beginning of the conversation. */
  readonly before?: number;
  /** How many messages are kept. */
  readonly limit: number;
  readonly isLoadingOlder: boolean;
}

/** What is about to become of a stored message. `id`: of its entry in the client's outbox. */
export type PendingChange = Exclude<Pending, { type: "react" }>;

/** A reaction that is about to be put on a message, or taken off. */
export type PendingReaction = Extract<Pending, { type: "react" }>;

export type Pending = (
  | { readonly type: "edit"; readonly message: string }
  | { readonly type: "delete" }
  | { readonly type: "pin"; readonly pin_message: boolean }
  | { readonly type: "react"; readonly reaction: string; readonly on: boolean }
) & {
  readonly id: string;
  readonly message_id: string;
  readonly isAcknowledged?: boolean;
  readonly isTold?: boolean;
};

export type LoadStatus = "idle" | "loading" | "loaded" | "failed";

export interface RoomState {
  readonly summary: Summary;
  /** Read marks: up to which `seq` each user has read. */
  readonly marks: ReadonlyMap<string, number>;
  /** Users who were removed: that they type may still be on its way. */
  readonly former: ReadonlySet<string>;
  readonly typing: readonly string[];
  /** By the message's id; a reaction's by that and the emoji. */
  readonly changes: ReadonlyMap<string, Pending>;
  readonly status: LoadStatus;
  readonly error?: ChatError | undefined;
  /** These three are there once they were loaded. */
  readonly history?: History | undefined;
  readonly members?: ReadonlyMap<string, Member> | undefined;
  readonly pins?: readonly Pin[] | undefined;
  /** Up to where the user has read, until the server says so. */
  readonly read_up_to?: number | undefined;
  /** The first message that was unread when the conversation was opened. */
  readonly first_unread_seq?: number | undefined;
}
