// The request of a use case, and its outcome.

import type { ActionName, EventData, Payload } from "../../protocol/actions.ts";
import type { DomainEvent } from "../../protocol/domain-events.ts";
import type { Files } from "./files.ts";
import type { Limits } from "./tokens.ts";
import type { Store } from "./ports.ts";
import type { Receivers } from "./receivers.ts";

/** Who asks, as the handshake established it. */
export interface Caller {
  readonly userId: string;
  readonly connectionId: string;
  /** From the token, for users who have not set a name with `connectRooms`. */
  readonly firstName?: string;
  /** The system itself, which no handshake makes anybody; see system.ts. */
  readonly isSystem?: true;
}

/** In members. */
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
  /** When the answer must be on its way, in epoch milliseconds: whatever takes time is told how much is left. */
  readonly deadline: number;
  readonly limits: Limits;
  /** For how many days messages are kept; without it, they never expire. */
  readonly retentionDays?: number | undefined;
  readonly files: Files;
  /**
   * A call that begins before it is sure to be needed, a read or a claim: it has ended before the answer is on its way, and
   * its failure is that of whoever awaits it, or nobody's.
   */
  begin<T>(call: Promise<T>): Promise<T>;
  /** True at random, once in `n` calls. */
  isDrawn(oneIn: number): boolean;
  /** Resolves after a random time, `upToMs` milliseconds at most. */
  pause(upToMs: number): Promise<void>;
  /** 12 random hex digits. */
  nonce(): string;
  /** 32 hex digits that stand for a text. */
  digest(text: string): string;
}

/** What an action comes to, once its effect is durable. */
export interface Outcome<Name extends ActionName = ActionName> {
  /** The event's name, or how it is named for each receiver. */
  readonly event: string | ((userId: string) => string);
  readonly data: EventData<Name>;
  readonly nextCursor?: string;
  /** For the log, where the payload does not name the room. */
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
   * What other systems are told, once the event has gone out: given the receivers whom it did not reach, or nothing where
   * the fan-out finds them, which tells of the message then.
   */
  readonly publishes?: (offline: readonly string[] | undefined) => readonly DomainEvent[];
  /** Writes that need not be waited for before the event goes out. */
  readonly alongside?: readonly (() => Promise<unknown>)[];
  /**
   * Whether the caller may send the same request again without doing it twice. If not, a failure after the effect is
   * logged and not told: a repeat would do more harm than a list that lags.
   */
  readonly repeatable: boolean;
}

export type UseCase<Name extends ActionName> = (
  payload: Payload<Name>,
  request: Request,
) => Promise<Outcome<Name>>;
