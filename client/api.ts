// What an application sees of the client. The names and payloads of actions and events are the protocol's.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { PinnedMessage } from "../protocol/get-pins.ts";
import type { RoomEvent } from "../protocol/sync.ts";
import type { ChatError } from "./errors.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

export interface ChatOptions {
  /** `wss://…`, without a token. */
  url: string;
  /** Asked before every connection, so that it may come from where tokens are renewed. */
  token: () => string | Promise<string>;
  /** Where the platform has none (Node before 22): that of undici or ws. */
  WebSocket?: WebSocketConstructor;
  /** For other quotas than API Gateway's, and for tests. */
  timing?: Partial<Timing>;
}

/** In milliseconds. The defaults fit API Gateway. */
export interface Timing {
  /** How long a request or a handshake waits for its answer before it counts as lost. Default: 10 s. */
  request: number;
  /** The most that the first pause before a reconnect or a repeat lasts; it doubles each time. Default: 1 s. */
  pause: number;
  /** The most that any such pause lasts. Default: 30 s. */
  longestPause: number;
  /** A connection on which nothing was sent or received for so long is sent a `ping`. Default: 8 minutes. */
  ping: number;
  /** A connection is replaced by a new one at this age, or up to a tenth sooner. Default: 110 minutes. */
  lifetime: number;
  /** How often all rooms are synced. Default: 5 minutes. */
  sync: number;
  /** How long an event that came too early waits for those before it. Default: 2 s. */
  gap: number;
  /** At most one `typing` goes out per room in this time. Default: 3 s. */
  typingThrottle: number;
  /** Somebody who wrote nothing for so long stopped typing. Default: 6 s. */
  typingExpiry: number;
}

/**
 * - `closed`: not connected yet, or closed by `close()`.
 * - `connecting`: a token is asked for, or a handshake is under way.
 * - `online`: connected. A planned change of connections does not show.
 * - `offline`: the connection was lost or could not be made; the next attempt comes by itself.
 */
export type ChatState = "closed" | "connecting" | "online" | "offline";

/** A read mark that moved: `user_id` has seen everything up to `seq`. What `sync` brings has the first three only. */
export type Seen = Pick<EventData<"messageSeen">, "room_id" | "user_id" | "seq"> &
  Partial<EventData<"messageSeen">>;

/** A group that the user is in. Who was added to it later also gets `rev`, `user_id` (who added them), `added_at`. */
export type Group = EventData<"createGroup"> &
  Partial<Pick<JoinedGroup, "rev" | "user_id" | "added_at">>;
type JoinedGroup = Extract<RoomEvent, { event: `group_${string}` }>["data"];

/**
 * What listeners get. Each lasting event of a room comes once and in the order of `rev`, the user's own included,
 * whether it was a reply, a push, or found by `sync`.
 */
export interface ChatEvents {
  /** Every message, whichever action sent it. It has `deleted_at` and no text if it was deleted while one was away. */
  message: EventData<"sendMessage">;
  edited: EventData<"editMessage">;
  delete: EventData<"deleteMessage">;
  pin_message: EventData<"pinMessage">;
  members_added: EventData<"addMembers">;
  /** If `user_id` is the user's own, the room is theirs no more. */
  member_removed: EventData<"removeMember">;
  room_updated: EventData<"updateRoom">;

  /** The user is in a group, newly made or not: the protocol's `group_<user_id>`. */
  group: Group;
  /** A message by `sendNewMessage` (the protocol's `<user_id>`), for its `room`. It comes as `message` too, after this. */
  conversation: EventData<"sendNewMessage">;
  /** A room that appeared while one was away. Only for those who have asked `connectRooms`. */
  room: ListedRoom;

  /** Read marks that moved forward. Sending moves the sender's mark to the message without this event. */
  seen: Seen;
  /** Somebody else is typing, until `typing_stopped`. */
  typing: EventData<"typing">;
  /** Nothing more came of them for a while, or their message did. */
  typing_stopped: { room_id: string; user_id: string };

  /** More was missed of this room than `sync` tells: load its messages, pins and members anew. Perhaps it is gone. */
  reload: { room_id: string };
  state: ChatState;
  /** What has no caller to be told: a token that could not be had, a failed `typing` or `sync`. */
  error: ChatError;
}

export type ChatEvent = keyof ChatEvents;

/** What an action resolves to: the `data` of its reply. A bare list has its name, and `next_cursor` beside it. */
export type Result<Name extends ActionName> = Name extends keyof Lists
  ? Lists[Name]
  : EventData<Name>;

interface Lists {
  connectRooms: { rooms: ListedRoom[]; next_cursor?: string };
  getPins: { pins: PinnedMessage[]; next_cursor?: string };
  typing: undefined;
}

type Arguments<Payload> =
  Record<string, never> extends Payload ? [payload?: Payload] : [payload: Payload];

/**
 * Every action of the protocol. A request waits for a connection if there is none, and is repeated where what became of
 * it is unknown; all of them may be. They reject with `ChatError`: refused, `TIMEOUT`, or `CLOSED`.
 *
 * - What changes a room (`sendMessage`, `sendNewMessage`, `createGroup`, `editMessage`, `deleteMessage`, `pinMessage`,
 *   `addMembers`, `removeMember`, `updateRoom`) goes out in the order of the calls, one at a time per room, and is tried
 *   until it is acknowledged or refused. A message and a group get an `_id` unless they have one. A repeated change is
 *   not sent if its own event, or a newer edit of the same message, has come in the meantime: that is the answer.
 * - The others are tried five times, a lost connection not counted.
 * - `typing` never rejects and never waits: it is left out when offline, or if it was told less than 3 s ago.
 * - `sync` and `ping` are there for the sake of completeness: the client asks them by itself, and what `sync` answers here
 *   moves nothing.
 */
export type Actions = {
  readonly [Name in ActionName]: (
    ...payload: Arguments<PayloadInput<Name>>
  ) => Promise<Result<Name>>;
};

/**
 * The client follows rooms: those that `connectRooms` listed, of which something was loaded by `getMessages`, that were
 * made or joined, or of which an event came. Of these, listeners miss nothing. A room is followed until the user is no
 * member any more.
 *
 * What is loaded fits what is told. While something of a room is being loaded, its events wait. When `getMessages` or
 * `connectRooms` resolves, listeners have got every event up to the room's `rev` in the answer, and none after it; when
 * `getPins` or `getMembers` does, none that came meanwhile. So put the answer in place of what you have, in that very
 * turn, and apply to it what comes after. The one exception: the list of rooms may lag by an instant, as the protocol
 * says. If an event of a room with a higher `rev` was told already, keep what you have of that room.
 */
export interface Chat extends Actions {
  /** Begins. Listeners should be there already. Does nothing unless `closed`. */
  connect(): void;
  /** Ends for good: requests that wait are rejected with `CLOSED`. `connect` begins again. */
  close(): void;
  /** Calls `listener` on each event until the function that it returns is called. */
  on<Event extends ChatEvent>(
    event: Event,
    listener: (data: ChatEvents[Event]) => void,
  ): () => void;
  readonly state: ChatState;
  /** The `sub` of the latest token; `undefined` before the first. */
  readonly userId: string | undefined;
}
