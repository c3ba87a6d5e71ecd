// The request of a use case, and its outcome.

import type { ActionName, EventData, Payload } from "../../protocol/actions.ts";
import type { DomainEvent } from "../../protocol/domain-events.ts";
import type { Files } from "./files.ts";
import type { Limits } from "./tokens.ts";
import type { Store } from "./ports.ts";
import type { Receivers } from "./receivers.ts";

/** The user and connection of a request, as authenticated by the handshake. */
export interface Caller {
  readonly userId: string;
  readonly connectionId: string;
  /** From the token, for users who have not set a name with `connectRooms`. */
  readonly firstName?: string;
  /** Set for the system itself, never by a handshake; see system.ts. */
  readonly isSystem?: true;
}

/** Sizes of rooms, in members, and of users, in connections. */
export interface Sizes {
  /** A room with more than this is large. */
  readonly smallRoom: number;
  /** A group has no more than this. */
  readonly group: number;
  /** A user has no more live connections than this; nor does a membership list more. */
  readonly connections: number;
}

export interface Request extends Store {
  readonly caller: Caller;
  readonly sizes: Sizes;
  /** The server's clock, epoch milliseconds. */
  now(): number;
  /** When the reply must be sent, in epoch milliseconds. Every step that takes time must end before it. */
  readonly deadline: number;
  readonly limits: Limits;
  /** The minimum number of days before a message expires; undefined if messages never expire. */
  readonly retentionDays?: number | undefined;
  readonly files: Files;
  /**
   * Registers a call, a read or a claim, that begins before it is known to be needed. The runtime waits for its end
   * before the reply. Its failure reaches only a caller that awaits it.
   */
  begin<T>(call: Promise<T>): Promise<T>;
  /** True at random, once in `n` calls. */
  isDrawn(oneIn: number): boolean;
  /** Resolves after a random time, `upToMs` milliseconds at most. */
  pause(upToMs: number): Promise<void>;
  /** 12 random hex digits. */
  nonce(): string;
  /** 32 hex digits of a text's hash. */
  digest(text: string): string;
}

/** The result of an action, once its effect is durable. */
export interface Outcome<Name extends ActionName = ActionName> {
  /** The event's name, or a function that returns its name for each receiver. */
  readonly event: string | ((userId: string) => string);
  readonly data: EventData<Name>;
  readonly nextCursor?: string;
  /** The room for the log lines, if the payload does not name it. */
  readonly room?: string;
  /** The receivers besides the caller, who gets the reply; left out if there are none. */
  readonly receivers?: Receivers;
  /** Another event, which some of the receivers get in its place. */
  readonly also?: {
    readonly event: (userId: string) => string;
    readonly data: object;
    readonly to: readonly string[];
  };
  /**
   * The domain events to publish after the delivery. `offline` are the receivers whom it did not reach; undefined in a
   * large room, where the fan-out finds them and publishes the message.
   */
  readonly publishes?: (offline: readonly string[] | undefined) => readonly DomainEvent[];
  /** Writes that may run concurrently with the delivery. */
  readonly alongside?: readonly (() => Promise<unknown>)[];
  /**
   * Whether a repeated request has no second effect. If false, a failure after the effect is logged but not returned: a
   * repeat would do more harm than a list that lags.
   */
  readonly repeatable: boolean;
}

export type UseCase<Name extends ActionName> = (
  payload: Payload<Name>,
  request: Request,
) => Promise<Outcome<Name>>;
