// The data types of the rules: rooms, members, users, and log entries. Times are in epoch milliseconds.

import type { MessageContent } from "../../protocol/message.ts";
import type { ReactionCount } from "../../protocol/reaction.ts";
import type { RoomType } from "../../protocol/room.ts";

/** How far a log goes. It rides on every entry, so that `Room` can be brought up to any of them. */
export interface Head {
  readonly rev: number;
  readonly seq: number;
  /** 0 while the room holds no message. */
  readonly lastMessageRev: number;
  /** When the last message came, or the room was made. */
  readonly activeAt: number;
  /** When the last entry expires, where entries are kept for a time only. */
  readonly expiresAt?: number;
}

/** Up to which entry a log has expired, and how many messages with it. */
export interface LogStart {
  readonly rev: number;
  readonly seq: number;
}

/** A period of a log that is over: when its entries expire, with all before them, and the last of them. */
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
  /** How far the log has been applied. The log may go further. */
  readonly head: Head;
  /** The periods of the log, as far as they still tell where it begins; see retention.ts. */
  readonly eras?: readonly Era[];
  /** Where the log begins, if something has expired: nothing up to there is read. */
  readonly start?: LogStart;
  /** Whether it has ever had more members than a small room may have. Never goes back. */
  readonly large?: true;
}

export interface Member {
  readonly userId: string;
  readonly joinedAt: number;
  /** The entry that made them a member; 0 for the first members. */
  readonly joinedRev: number;
  readonly seenSeq: number;
  /** When their bucket of the room is full again, if they took out of it; see limits.ts. */
  readonly fullAt?: number;
  /** The connections that have joined a large room: those that its events go to. */
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

/** A room as one of its members finds it. What is read of memberships is as new as the room, or newer. */
export interface RoomView {
  readonly room: Room;
  readonly member: Member;
  /** All members; left out of a large room, of which nobody reads them for one event. */
  readonly members?: ReadonlyMap<string, Member>;
}

export interface Connection {
  readonly id: string;
  /** Past it the connection is dead: the gateway's 2 hours are over, or its token has run out. */
  readonly until: number;
  /** When it was made, where that is not two hours before: its token runs out sooner. */
  readonly since?: number;
  /** Whether it takes several frames in one. */
  readonly batch?: true;
}

export interface User {
  readonly id: string;
  readonly firstName?: string;
  /** When the last connection that was seen to go went. */
  readonly lastSeenAt?: number;
  readonly connections: readonly Connection[];
}

/** Who did something to a room, when, and which place in the order it took. */
export interface Attribution {
  readonly rev: number;
  readonly by: string;
  readonly at: number;
}

export interface MessageEvent {
  readonly kind: "message";
  /** The id that the client chose, if it did; see `messageId`. */
  readonly chosenId?: string;
  /** Gone once the message is deleted. */
  readonly content?: MessageContent;
}

/** What happens to a message later names it and holds no text of it. */
interface Change {
  readonly target: number;
  readonly messageId: string;
}

/** The text waits on the message under the entry's nonce. */
export interface EditEvent extends Change {
  readonly kind: "edit";
}
export interface DeleteEvent extends Change {
  readonly kind: "delete";
  /** Whether the message was pinned, so that a pin is looked for only where there is one. */
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
  /** Of the message, as they are with this. */
  readonly reactions: readonly ReactionCount[];
}

/** A change of the group itself, with how many members it has after it. */
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

/** What an event gets with its place in the log. */
export interface Stamp extends Head, Attribution {
  /** Made for one attempt to append, so that the attempt knows its own entry again. */
  readonly nonce: string;
  /** When the entry before it expires, if that is at another time. */
  readonly previousExpiresAt?: number;
  /** In a large room, the connection whose reply is its copy of the event. */
  readonly via?: string;
}

/** An event in its place in the log. */
export type Entry<E extends Event = Event> = E & Stamp;

/** A message in its current state: its entry, with later changes. */
export type StoredMessage = Entry<MessageEvent> & {
  readonly edited?: { readonly rev: number; readonly at: number };
  readonly deleted?: Attribution;
  readonly reactions?: readonly ReactionCount[];
};

/** A pin, or what is left of one for a while after it was taken off. */
export interface Pin extends Attribution {
  readonly messageRev: number;
  readonly pinned: boolean;
}

/** What a member did last with an emoji on a message; what is left of taking it off goes after a while. */
export interface Reaction extends Attribution {
  readonly on: boolean;
}

/** A removal, as long as the room is remembered: for a former member who asks what became of their membership. */
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
