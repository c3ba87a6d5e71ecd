// A request that is made again until it has an answer.

import type { Connection } from "./connection.ts";
import { ChatError } from "./errors.ts";
import type { Link } from "./link.ts";
import type { Surroundings } from "./surroundings.ts";
import { closedError } from "./timers.ts";
import { pauseAfter } from "./timing.ts";

export interface Persistence {
  /** Only `INTERNAL` counts as a failed attempt: being told to come back later, or getting no answer, does not. */
  readonly isPatient?: boolean;
  /** What an attempt waits for, once there is a connection. */
  readonly gate?: () => Promise<unknown>;
  /** The number of closings when it was asked for. */
  readonly since?: number;
}

export type Attempt<T> = (connection: Connection) => Promise<T>;

/**
 * Attempts something that may be repeated, on one connection after another. A lost connection and an expired token do
 * not count as attempts.
 *
 * @throws ChatError that will not go away by itself, or has not in five attempts
 */
export type Repeat = <T>(attempt: Attempt<T>, persistence?: Persistence) => Promise<T>;

const TRIES = 5;

export const makeRepeat =
  ({ timers, timing }: Surroundings, link: Link): Repeat =>
  async (attempt, { isPatient, gate, since = link.closings } = {}) => {
    for (let failures = 0, counted = 0; ;) {
      if (since < link.closings) throw closedError();
      const connection = link.current;
      if (!connection) {
        await link.changed();
        continue;
      }
      await gate?.();
      if (connection !== link.current) continue;
      try {
        return await attempt(connection);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        const { code, retryable, retry_after_ms = 0 } = error;
        if (code === "DISCONNECTED") continue;
        if (code === "TOKEN_EXPIRED") {
          link.expire(connection);
          continue;
        }
        if (!isPatient || code === "INTERNAL") counted++;
        if (!retryable || counted >= TRIES) throw error;
        await timers.sleep(retry_after_ms + pauseAfter(failures++, timing));
      }
    }
  };
