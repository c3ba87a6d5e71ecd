// The data types of the rules: rooms, members, users, and log entries. Times are in epoch milliseconds.

import type { MessageContent } from "../../protocol/message.ts";
import type { ReactionCount } from "../../protocol/reaction.ts";
import type { RoomType } from "../../protocol/room.ts";

/** The end of a log, or of its applied part. Every entry holds one, so that `Room` can advance to any entry. */
export interface Head {
  readonly rev: number;
  readonly seq: number;
  /** 0 while the room holds no message. */
  readonly lastMessageRev: number;
  /** When the last message was sent, or the room was made. */
  readonly activeAt: number;
  /** When the last entry expires, if entries expire. */
  readonly expiresAt?: number;
}

/** The last expired entry of a log, and the `seq` of the last expired message. */
export interface LogStart {
  readonly rev: number;
  readonly seq: number;
}

/** A past period of a log: its last entry, and when its entries and all earlier ones expire. */
export interface Era extends LogStart {
  readonly until: number;
}

export interface Room {
  readonly id: string;
  readonly type: RoomType;
  readonly name: string;
  readonly image: string;
  readonly creator: string;
  /** A peer-to-peer room has none. */
  readonly owner?: string;
  /** Both users of a peer-to-peer room. */
  readonly peers?: readonly string[];
  readonly memberCount: number;
  readonly createdAt: number;
  /** The end of the applied part of the log. The log may go further. */
  readonly head: Head;
  /** The past periods of the log that still determine where it begins; see retention.ts. */
  readonly eras?: readonly Era[];
  /** Set if entries have expired: nothing up to and including it is read. */
  readonly start?: LogStart;
  /** Whether it has ever had more members than a small room may have. Never unset. */
  readonly large?: true;
}

export interface Member {
  readonly userId: string;
  readonly joinedAt: number;
  /** The entry that made them a member; 0 for the first members. */
  readonly joinedRev: number;
  readonly seenSeq: number;
  /** When their bucket of the room is full again, if tokens were taken from it; see limits.ts. */
  readonly fullAt?: number;
  /** The connections that have joined a large room, and so get its events. */
  readonly connections?: readonly Connection[];
}

/** A room and one user's membership in it, if there is one. */
export interface Membership {
  readonly room: Room;
  readonly member?: Member;
}

/** A room and its members. */
export interface WholeRoom {
  readonly room: Room;
  readonly members: ReadonlyMap<string, Member>;
}

/** A room as read for one of its members. Memberships are read with the room or after it, never before. */
export interface RoomView {
  readonly room: Room;
  readonly member: Member;
  /** All members; undefined for a large room, where reading them for one event would cost too much. */
  readonly members?: ReadonlyMap<string, Member>;
}

export interface Connection {
  readonly id: string;
  /** When the connection ends at the latest: after the gateway's 2 hours, or with its token. */
  readonly until: number;
  /** When it was opened, if that is not 2 hours before `until` because its token expires sooner. */
  readonly since?: number;
  /** Whether it accepts batches: several frames in one. */
  readonly batch?: true;
}

export interface User {
  readonly id: string;
  readonly firstName?: string;
  /** When a connection was last seen to close. */
  readonly lastSeenAt?: number;
  readonly connections: readonly Connection[];
}

/** The user, the time and the `rev` of a change in a room. */
export interface Attribution {
  readonly rev: number;
  readonly by: string;
  readonly at: number;
}

export interface MessageEvent {
  readonly kind: "message";
  /** The id that the client chose, if it did; see `messageId`. */
  readonly chosenId?: string;
  /** Absent once the message is deleted. */
  readonly content?: MessageContent;
}

/** A change of a message. It names the message and holds none of its text. */
interface Change {
  readonly target: number;
  readonly messageId: string;
}

/** An edit. Its text is pending on the message's item, with the entry's nonce. */
export interface EditEvent extends Change {
  readonly kind: "edit";
}
export interface DeleteEvent extends Change {
  readonly kind: "delete";
  /** Whether the message was pinned. Only then is there a pin to remove. */
  readonly unpins: boolean;
}
export interface PinEvent extends Change {
  readonly kind: "pin";
  readonly pinned: boolean;
}

export interface ReactEvent extends Change {
  readonly kind: "react";
  readonly reaction: string;
  readonly on: boolean;
  /** All reactions of the message after this one. */
  readonly reactions: readonly ReactionCount[];
}

/** New members of the group, with the member count after the addition. */
export interface AddEvent {
  readonly kind: "add";
  readonly users: readonly string[];
  readonly memberCount: number;
  /** Whether the room is large from now on. */
  readonly makesLarge?: true;
}
export interface RemoveEvent {
  readonly kind: "remove";
  readonly user: string;
  readonly memberCount: number;
  /** The new owner of the group, if its owner left and members remain. */
  readonly owner?: string;
}
export interface RenameEvent {
  readonly kind: "rename";
  readonly name?: string;
  readonly image?: string;
}

/** A durable event of a room. */
export type Event =
  | MessageEvent
  | EditEvent
  | DeleteEvent
  | PinEvent
  | ReactEvent
  | AddEvent
  | RemoveEvent
  | RenameEvent;

/** An event that has to be applied after it is in the log. */
export type ChangeEvent = Exclude<Event, MessageEvent>;

/** The fields that an event gets when it is appended. */
export interface Stamp extends Head, Attribution {
  /** Random id of one attempt to append, by which the attempt recognizes its entry. */
  readonly nonce: string;
  /** When the previous entry expires, if at another time. */
  readonly previousExpiresAt?: number;
  /** In a large room, the connection whose reply is its copy of the event. */
  readonly via?: string;
}

/** An event in the log. */
export type Entry<E extends Event = Event> = E & Stamp;

/** A message in its current state: its entry, with later changes. */
export type StoredMessage = Entry<MessageEvent> & {
  readonly edited?: { readonly rev: number; readonly at: number };
  readonly deleted?: Attribution;
  readonly reactions?: readonly ReactionCount[];
};

/** A pin, or for a day after its removal its marker. */
export interface Pin extends Attribution {
  readonly messageRev: number;
  readonly pinned: boolean;
}

/** A member's last change of an emoji on a message. A removed reaction remains for a day as a marker. */
export interface Reaction extends Attribution {
  readonly on: boolean;
}

/** A former member's last removal. It is stored so that `sync` can return it to their clients later. */
export interface Removal extends Attribution {
  readonly memberCount: number;
  readonly owner?: string;
}

/** Where to look for a chosen message id: at `base` or a little after. */
export interface Claim {
  readonly sender: string;
  readonly base: number;
  readonly expiresAt?: number;
}
