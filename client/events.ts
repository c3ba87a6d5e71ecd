// What listeners are told. The names and payloads of the protocol's events are the protocol's.

import type { EventData } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { Person } from "../protocol/room.ts";
import type { RoomEvent } from "../protocol/room-event.ts";
import type { ChatError } from "./errors.ts";
import type { OutboxChange } from "./outbox-api.ts";

/**
 * - `closed`: not connected yet, or closed. Only `connect()` leads on from here.
 * - `connecting`: a token is asked for, or a handshake is under way.
 * - `online`: connected. A planned change of connections does not show.
 * - `offline`: the connection was lost or could not be made; the next attempt comes by itself.
 */
export type ChatState = "closed" | "connecting" | "online" | "offline";

/**
 * Why the state changed.
 *
 * - to `connecting`: `connect` (it was called), `retry` (the pause is over, or there is reason to hope)
 * - to `online`: `opened`
 * - to `offline`: `lost` (the other side or the network ended the connection), `timeout` (nothing was heard for too
 *   long, or the handshake took too long), `handshake` (it was refused, or nobody is there; browsers do not tell which),
 *   `network` (the platform has none), `token` (the callback failed), `token_expired`
 * - to `closed`: `close` (it was called), `unauthorized` (the `token` callback says so), `too_many_connections` (the
 *   user has newer ones), `user_changed` (the token is another user's), or one of those for `offline` if
 *   `shouldReconnect` says no
 */
export type ConnectionReason =
  | "connect"
  | "retry"
  | "opened"
  | "lost"
  | "timeout"
  | "handshake"
  | "network"
  | "token"
  | "token_expired"
  | "close"
  | "unauthorized"
  | "too_many_connections"
  | "user_changed";

/** A change of state, told after it is complete: whatever a listener calls meets the new state. */
export interface ConnectionChange {
  readonly state: ChatState;
  readonly previous: ChatState;
  readonly reason: ConnectionReason;
  /** The code with which the WebSocket was closed, and what was said with it, if anything. */
  readonly code?: number;
  readonly detail?: string;
  /** Which attempt in a row it is about, from 1 on; counted anew once a connection has proved sound. */
  readonly attempt: number;
  /** When `offline`: in how many milliseconds the next attempt comes. */
  readonly retryDelay?: number;
  /** What the `token` callback threw, or the server said, if that is why. */
  readonly error?: ChatError;
}

/** A read mark that moved: `user_id` has seen everything up to `seq`. What `sync` brings has the first three only. */
export type Seen = Pick<EventData<"messageSeen">, "room_id" | "user_id" | "seq"> &
  Partial<EventData<"messageSeen">>;

/** A group that the user is in. Who was added to it later also gets `rev`, `user_id` (who added them), `added_at`. */
export type Group = EventData<"createGroup"> &
  Partial<Pick<JoinedGroup, "rev" | "user_id" | "added_at">>;
type JoinedGroup = Extract<RoomEvent, { event: `group_${string}` }>["data"];

/** What lasts in a room: each comes once and in the order of `rev`, the user's own included. */
export interface RoomEvents {
  /** Every message, whichever action sent it. `deleted`, it has no text: it was deleted while one was away. */
  message: EventData<"sendMessage">;
  edited: EventData<"editMessage">;
  delete: EventData<"deleteMessage">;
  pin_message: EventData<"pinMessage">;
  reaction: EventData<"reactMessage">;
  members_added: EventData<"addMembers">;
  /** If `user_id` is the user's own, the room is theirs no more. */
  member_removed: EventData<"removeMember">;
  room_updated: EventData<"updateRoom">;
  /** The user is in a group, newly made or not: the protocol's `group_<user_id>`. */
  group: Group;
  /** A message by `sendNewMessage` (the protocol's `<user_id>`), for its `room`. It comes as `message` too, after this. */
  conversation: EventData<"sendNewMessage">;
}

/** What listeners get. It makes no difference whether it was a reply, a push, or found by `sync`. */
export interface ChatEvents extends RoomEvents {
  /** A room that appeared while one was away. Only for those who have asked `connectRooms`. */
  room: ListedRoom;

  /** Read marks that moved forward. Sending moves the sender's mark to the message without this event. */
  seen: Seen;
  /** What a member of a room is called by now, told after each connect; without `first_name` they have none any more. */
  user: Person;
  /** Somebody else is typing, until `typing_stopped`. */
  typing: EventData<"typing">;
  /** Nothing more came of them for a while, or their message did, or they were removed. */
  typing_stopped: { room_id: string; user_id: string };

  /** More was missed of this room than `sync` tells: load its messages, pins and members anew. Perhaps it is gone. */
  reload: { room_id: string };
  connection: ConnectionChange;
  outbox: OutboxChange;
  /** What has no caller to be told: a token that could not be had, a failed `typing` or `sync`, a server out of reach. */
  error: ChatError;
}

export type ChatEvent = keyof ChatEvents;
