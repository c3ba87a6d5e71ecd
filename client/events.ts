// The events that listeners receive. The protocol's events keep their names and payloads.

import type { EventData } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { Person } from "../protocol/room.ts";
import type { RoomEvent } from "../protocol/room-event.ts";
import type { ChatError } from "./errors.ts";
import type { OutboxChange } from "./outbox-api.ts";

/**
 * - `closed`: not connected yet, or closed. Only `connect()` leaves this state.
 * - `connecting`: waiting for a token or a handshake.
 * - `online`: connected. A planned replacement of the connection is not visible.
 * - `offline`: the connection was lost or could not be made; the client retries by itself.
 */
export type ChatState = "closed" | "connecting" | "online" | "offline";

/**
 * Why the state changed.
 *
 * - to `connecting`: `connect` (it was called), `retry` (the pause is over, or the network is back)
 * - to `online`: `opened`
 * - to `offline`: `lost` (the other side or the network ended the connection), `timeout` (nothing arrived for too long,
 *   or the handshake took too long), `handshake` (it was refused, or the server is unreachable; browsers do not say
 *   which), `network` (the platform has none), `token` (the callback failed), `token_expired`
 * - to `closed`: `close` (it was called), `unauthorized` (the `token` callback says so), `too_many_connections` (the
 *   user has newer ones), `user_changed` (the token belongs to another user), or a reason of `offline` if
 *   `shouldReconnect` returns false
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

/** A change of state, emitted after it is complete: a listener that calls the client sees the new state. */
export interface ConnectionChange {
  readonly state: ChatState;
  readonly previous: ChatState;
  readonly reason: ConnectionReason;
  /** The WebSocket's close code, and its reason if there is one. */
  readonly code?: number;
  readonly detail?: string;
  /** The number of this attempt in a row, from 1; restarts once a connection has proved to work. */
  readonly attempt: number;
  /** When `offline`: milliseconds until the next attempt. */
  readonly retryDelay?: number;
  /** The error of the `token` callback or the server that caused the change, if any. */
  readonly error?: ChatError;
}

/**
 * A read mark that moved: `user_id` has read everything up to `seq`. From `sync`, only the first three fields are set.
 */
export type Seen = Pick<EventData<"messageSeen">, "room_id" | "user_id" | "seq"> &
  Partial<EventData<"messageSeen">>;

/** A group that the user is in. A user who was added later also gets `rev`, `user_id` (who added them), `added_at`. */
export type Group = EventData<"createGroup"> &
  Partial<Pick<JoinedGroup, "rev" | "user_id" | "added_at">>;
type JoinedGroup = Extract<RoomEvent, { event: `group_${string}` }>["data"];

/** Durable events of a room: each is delivered once and in the order of `rev`, the user's own included. */
export interface RoomEvents {
  /** Every message, from any action. A `deleted` message has no text: it was deleted while the user was away. */
  message: EventData<"sendMessage">;
  edited: EventData<"editMessage">;
  delete: EventData<"deleteMessage">;
  pin_message: EventData<"pinMessage">;
  reaction: EventData<"reactMessage">;
  members_added: EventData<"addMembers">;
  /** If `user_id` is the user's own, they have lost access to the room. */
  member_removed: EventData<"removeMember">;
  room_updated: EventData<"updateRoom">;
  /** The user is in a group, created now or earlier: the protocol's `group_<user_id>`. */
  group: Group;
  /** A message by `sendNewMessage` (the protocol's `<user_id>`), with its `room`. It is followed by `message`. */
  conversation: EventData<"sendNewMessage">;
}

/** All events. They look the same whether they arrived as a reply, a push, or by `sync`. */
export interface ChatEvents extends RoomEvents {
  /** A room that appeared while the user was away. Emitted only if the application has called `connectRooms`. */
  room: ListedRoom;

  /** Read marks that moved forward. Sending a message moves the sender's mark without this event. */
  seen: Seen;
  /** The current name of a room's member, sent after each connect; without `first_name` they have none any more. */
  user: Person;
  /** Another user is typing, until `typing_stopped`. */
  typing: EventData<"typing">;
  /** The user stopped typing, sent their message, or was removed. */
  typing_stopped: { room_id: string; user_id: string };

  /** More was missed than `sync` returns: reload the room's messages, pins and members. The room may be gone. */
  reload: { room_id: string };
  connection: ConnectionChange;
  outbox: OutboxChange;
  /** Errors that no caller receives: a failed token callback, a failed `typing` or `sync`, an unreachable server. */
  error: ChatError;
}

export type ChatEvent = keyof ChatEvents;
