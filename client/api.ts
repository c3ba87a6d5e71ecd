// The client's public interface. The names and payloads of the actions are the protocol's.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { PinnedMessage } from "../protocol/get-pins.ts";
import type { ChatEvent, ChatEvents, ChatState } from "./events.ts";
import type { OutboxView } from "./outbox-api.ts";

/** The result of an action: the `data` of its reply. A list gets a name, with `next_cursor` beside it. */
export type Result<Name extends ActionName> = Name extends keyof Lists
  ? Lists[Name]
  : EventData<Name>;

interface Lists {
  connectRooms: { rooms: ListedRoom[]; next_cursor?: string };
  getPins: { pins: PinnedMessage[]; next_cursor?: string };
  typing: undefined;
}

/** Limits how long a request may take. */
export interface RequestOptions {
  /** When aborted, rejects the request with `ABORTED`. */
  signal?: AbortSignal | undefined;
  /** The point in time, in epoch milliseconds, after which the request is rejected with `TIMEOUT`. Default: never. */
  deadline?: number | Date | undefined;
}

type Arguments<Payload> =
  Record<string, never> extends Payload
    ? [payload?: Payload, options?: RequestOptions]
    : [payload: Payload, options?: RequestOptions];

/**
 * Every action of the protocol. A request waits for a connection if there is none, and is repeated if its outcome is
 * unknown; every action is safe to repeat. Actions reject only with `ChatError`: a refusal, `TIMEOUT`, `ABORTED` or
 * `CLOSED`.
 *
 * - Actions that change a room (`sendMessage`, `sendNewMessage`, `createGroup`, `editMessage`, `deleteMessage`,
 *   `pinMessage`, `reactMessage`, `addMembers`, `removeMember`, `updateRoom`) go through the outbox: in call order, one
 *   at a time per conversation, retried until acknowledged or refused. A message and a group get an `_id` unless they
 *   have one, an edit an `edit_id`. A change is not repeated if its own event, or a newer edit of the same message, has
 *   arrived in the meantime: that event is the answer.
 * - Other actions are tried five times; a lost connection and `RATE_LIMITED` do not count.
 * - `messageSeen` in a large room waits until 10 s have passed since the last one, and only the furthest is sent.
 * - `typing` never rejects and never waits: it is skipped when offline, or if it was sent less than 3 s ago.
 * - `sync` and `ping` exist for completeness: the client sends them by itself, and the answer to a `sync` sent here
 *   does not change the client's position in any room.
 *
 * An answer of `getMessages`, `getPins` or `getMembers` describes the moment in which it resolves: it includes every
 * event of the room that listeners have received, and all later events follow. Apply it before you `await` anything
 * else, or use `watch`, which handles this. A list of rooms may lag briefly, as the protocol says: compare each room's
 * `rev`, and keep what you have of a room that is further ahead.
 */
export type Actions = {
  readonly [Name in ActionName]: (...args: Arguments<PayloadInput<Name>>) => Promise<Result<Name>>;
};

/**
 * The client follows the rooms that `connectRooms` listed, that `getMessages` loaded, that were created or joined, and
 * those for which an event arrived. Listeners miss no event of a followed room. A room is followed until the user is no
 * longer a member.
 */
export interface Chat extends Actions {
  /** Connects. Add listeners first. Does nothing unless the state is `closed`. */
  connect(): void;
  /** Closes the chat: pending and later requests are rejected with `CLOSED`, until `connect` is called again. */
  close(): void;
  /**
   * Resolves once the chat is online and has caught up with missed events.
   *
   * @throws ChatError `CLOSED`, `ABORTED` or `TIMEOUT`
   */
  ready(options?: RequestOptions): Promise<void>;
  /**
   * Call this when the platform reports that the network is back or the application is in the foreground again (React
   * Native's `AppState`, for example; in browsers the client listens by itself): connects at once if offline, else
   * checks that the connection is alive.
   */
  check(): void;
  /**
   * Calls `listener` on each event until the returned function is called. A listener that is added twice is called
   * twice. If one throws, the others and the client continue: the error is logged, or reported as uncaught.
   */
  on<Event extends ChatEvent>(
    event: Event,
    listener: (data: ChatEvents[Event]) => void,
  ): () => void;
  /**
   * Declares that the application already has this room up to `rev`, from an earlier session: listeners get all later
   * events, or `reload`. Does nothing if the room is followed already.
   */
  follow(room_id: string, rev: number): void;
  readonly outbox: OutboxView;
  readonly state: ChatState;
  /** The `sub` of the latest token; `undefined` before the first. */
  readonly userId: string | undefined;
}
