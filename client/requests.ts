// A request that is made again until it has an answer.

import type { Timing } from "./api.ts";
import type { Connection } from "./connection.ts";
import { ChatError } from "./errors.ts";
import type { Link } from "./link.ts";
import { closedError, type Timers } from "./timers.ts";
import { pauseAfter } from "./timing.ts";

export interface Persistence {
  /** Gives up after so many attempts that failed for a reason that counts. Default: 5. */
  readonly tries: number;
  /** Only `INTERNAL` is such a reason: being told to come back later, or getting no answer, is none. */
  readonly isPatient: boolean;
  /** What an attempt waits for, once there is a connection. */
  readonly gate: () => Promise<unknown>;
  /** The number of closings when it was asked for. */
  readonly since: number;
}

const DEFAULT_TRIES = 5;

export class Requests {
  readonly #link: Link;
  readonly #timers: Timers;
  readonly #timing: Timing;

  constructor(link: Link, timers: Timers, timing: Timing) {
    this.#link = link;
    this.#timers = timers;
    this.#timing = timing;
  }

  get closings(): number {
    return this.#link.closings;
  }

  /**
   * Attempts something that may be repeated, on one connection after another. A lost connection and an expired token do
   * not count as attempts.
   *
   * @throws ChatError that will not go away by itself, or has not in `tries` attempts
   */
  async repeat<T>(
    attempt: (connection: Connection) => Promise<T>,
    { tries = DEFAULT_TRIES, isPatient, gate, since = this.closings }: Partial<Persistence> = {},
  ): Promise<T> {
    for (let failures = 0, counted = 0; ;) {
      if (since < this.closings) throw closedError();
      await this.#link.ready();
      await gate?.();
      if (since < this.closings) throw closedError();
      const connection = this.#link.current;
      if (!connection) continue;
      try {
        return await attempt(connection);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        if (error.code === "DISCONNECTED") continue;
        if (error.code === "TOKEN_EXPIRED") {
          this.#link.expire(connection);
          continue;
        }
        if (!isPatient || error.code === "INTERNAL") counted++;
        if (!error.retryable || counted >= tries) throw error;
        const pause = pauseAfter(failures++, this.#timing);
        await this.#timers.sleep((error.retry_after_ms ?? 0) + pause);
      }
    }
  }
}
