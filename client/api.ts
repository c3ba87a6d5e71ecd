// What an application calls. The names and payloads of actions are the protocol's.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { PinnedMessage } from "../protocol/get-pins.ts";
import type { ChatEvent, ChatEvents, ChatState } from "./events.ts";
import type { OutboxView } from "./outbox-api.ts";

/** What an action resolves to: the `data` of its reply. A bare list has its name, and `next_cursor` beside it. */
export type Result<Name extends ActionName> = Name extends keyof Lists
  ? Lists[Name]
  : EventData<Name>;

interface Lists {
  connectRooms: { rooms: ListedRoom[]; next_cursor?: string };
  getPins: { pins: PinnedMessage[]; next_cursor?: string };
  typing: undefined;
}

/** How long a request is wanted. */
export interface RequestOptions {
  /** Aborted, it rejects the request with `ABORTED`. */
  signal?: AbortSignal | undefined;
  /** The point in time, in epoch milliseconds, after which the request is rejected with `TIMEOUT`. Default: never. */
  deadline?: number | Date | undefined;
}

type Arguments<Payload> =
  Record<string, never> extends Payload
    ? [payload?: Payload, options?: RequestOptions]
    : [payload: Payload, options?: RequestOptions];

/**
 * Every action of the protocol. A request waits for a connection if there is none, and is repeated where what became of
 * it is unknown; all of them may be. They reject with `ChatError`, and nothing else: refused, `TIMEOUT`, `ABORTED`,
 * `CLOSED`.
 *
 * - What changes a room (`sendMessage`, `sendNewMessage`, `createGroup`, `editMessage`, `deleteMessage`, `pinMessage`, `reactMessage`,
 *   `addMembers`, `removeMember`, `updateRoom`) goes through the outbox: in the order of the calls, one at a time per
 *   conversation, tried until it is acknowledged or refused. A message and a group get an `_id` unless they have one, an
 *   edit an `edit_id`. A repeated change is not sent if its own event, or a newer edit of the same message, has come in
 *   the meantime: that is the answer.
 * - The others are tried five times; a lost connection and `RATE_LIMITED` do not count.
 * - `messageSeen` in a large room waits until 10 s have passed since the last one, and only the furthest goes out.
 * - `typing` never rejects and never waits: it is left out when offline, or if it was told less than 3 s ago.
 * - `sync` and `ping` are there for the sake of completeness: the client asks them by itself, and what `sync` answers
 *   here moves nothing.
 *
 * An answer of `getMessages`, `getPins` or `getMembers` is as of the moment in which it resolves: what listeners were
 * told of that room before is in it, and what is not in it comes after. Put it in place before you `await` anything
 * else, or use `watch`, with which nothing can come in between. A list of rooms may lag by an instant, as the protocol
 * says: take each room by its `rev`, and keep what you have of one that is further.
 */
export type Actions = {
  readonly [Name in ActionName]: (...args: Arguments<PayloadInput<Name>>) => Promise<Result<Name>>;
};

/**
 * The client follows rooms: those that `connectRooms` listed, of which something was loaded by `getMessages`, that were
 * made or joined, or of which an event came. Of these, listeners miss nothing. A room is followed until the user is no
 * member any more.
 */
export interface Chat extends Actions {
  /** Begins. Listeners should be there already. Does nothing unless `closed`. */
  connect(): void;
  /** Ends: requests that wait are rejected with `CLOSED`, and so are those that come after. `connect` begins again. */
  close(): void;
  /**
   * Resolves once the chat is online and has caught up with what was missed.
   *
   * @throws ChatError `CLOSED`, `ABORTED` or `TIMEOUT`
   */
  ready(options?: RequestOptions): Promise<void>;
  /**
   * To be called when the platform says that the network is back or the application is looked at again (React Native's
   * `AppState`, for example; a browser's own signals are listened to): connects at once if offline, else makes sure that
   * the connection is alive.
   */
  check(): void;
  /**
   * Calls `listener` on each event until the function that it returns is called. A listener that is given twice is
   * called twice. One that throws stops neither the others nor the client: its error is logged, or reported as uncaught.
   */
  on<Event extends ChatEvent>(
    event: Event,
    listener: (data: ChatEvents[Event]) => void,
  ): () => void;
  /**
   * Says that the application has this room up to `rev`, from an earlier time: listeners get what came after, or
   * `reload`. Does nothing if the room is followed already.
   */
  follow(room_id: string, rev: number): void;
  readonly outbox: OutboxView;
  readonly state: ChatState;
  /** The `sub` of the latest token; `undefined` before the first. */
  readonly userId: string | undefined;
}
