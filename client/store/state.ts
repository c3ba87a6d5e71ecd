// The state of one room. All values are immutable.

import type { ChatError } from "../errors.ts";
import type { HistoryEvent } from "./history-events.ts";
import type { Messages } from "./messages.ts";
import type { LastMessage, ListedRoom, Member, Pin } from "./types.ts";

/** The summary of a room for lists. */
export interface Summary {
  readonly info: Pick<
    ListedRoom,
    | ("_id" | "room_name" | "type" | "image_url" | "creator_id" | "created_at")
    | ("member_count" | "recipients")
  >;
  readonly last_message: LastMessage | null;
  readonly seq: number;
  /** The `rev` of this data. Older data does not change it. */
  readonly rev: number;
  /** For a room that was never listed: messages up to this `seq` do not count as unread. */
  readonly baseline?: number;
}

export interface History {
  readonly messages: Messages;
  /** The events between the messages. */
  readonly events: readonly HistoryEvent[];
  /** The loaded messages include all events up to here. */
  readonly rev: number;
  /** The cursor of the next older page. Undefined at the beginning of the conversation. */
  readonly before?: number;
  /** How many messages are kept. */
  readonly limit: number;
  readonly isLoadingOlder: boolean;
}

/** A pending change of a stored message. `id`: of its outbox entry. */
export type PendingChange = Exclude<Pending, { type: "react" }>;

/** A reaction that is being added or removed. */
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
  /** Whether its event has arrived. */
  readonly isTold?: boolean;
};

export type LoadStatus = "idle" | "loading" | "loaded" | "failed";

export interface RoomState {
  readonly summary: Summary;
  /** Read marks: up to which `seq` each user has read. */
  readonly marks: ReadonlyMap<string, number>;
  /** Users who were removed: a late `typing` of theirs is ignored. */
  readonly former: ReadonlySet<string>;
  readonly typing: readonly string[];
  /** By the message's id; for a reaction, by message id and emoji. */
  readonly changes: ReadonlyMap<string, Pending>;
  readonly status: LoadStatus;
  readonly error?: ChatError | undefined;
  /** The next three are set once loaded. */
  readonly history?: History | undefined;
  readonly members?: ReadonlyMap<string, Member> | undefined;
  readonly pins?: readonly Pin[] | undefined;
  /** Up to where the user has read, until the server confirms it. */
  readonly read_up_to?: number | undefined;
  /** The first message that was unread when the conversation was opened. */
  readonly first_unread_seq?: number | undefined;
}
