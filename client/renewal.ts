// When a connection is to be replaced: before its token runs out, and before API Gateway's longest lifetime.

import type { ReceivedToken } from "./attempt.ts";
import type { Timing } from "./options.ts";
import { renewalIn } from "./policy.ts";

export interface Renewal {
  /** The token of the next connection. */
  setToken(token: ReceivedToken): void;
  /** A connection with that token is open: from now on it ages. */
  start(): void;
  /**
   * Says what time it is by the server, in epoch milliseconds. Returns whether that is news.
   */
  setServerTime(now: number): boolean;
  /** In how many milliseconds the connection is to be replaced. */
  readonly delay: () => number;
}

/** A difference that small is the way of the answer, or does not matter. */
const SKEW_TOLERANCE_MS = 1_000;

export function makeRenewal({ lifetime: longest }: Timing): Renewal {
  let token: ReceivedToken | undefined;
  /** When it is replaced whatever its token says. */
  let end = 0;
  /** How far the server's clock is ahead, once that is known. */
  let skew: number | undefined;

  /** How long the token is still good for. */
  function left({ receivedAt, lifetime, expiresAt }: ReceivedToken, now: number): number {
    if (skew === undefined && lifetime !== undefined) return receivedAt + lifetime - now;
    return expiresAt - now - (skew ?? 0);
  }

  return {
    setToken(received) {
      token = received;
    },
    start() {
      // Not all at the same age: those that came together, after a deployment say, are spread a little each time.
      end = Date.now() + longest * (1 - Math.random() / 10);
    },
    setServerTime(now) {
      const ahead = now - Date.now();
      const isNews = Math.abs(ahead - (skew ?? Infinity)) >= SKEW_TOLERANCE_MS;
      if (isNews) skew = ahead;
      return isNews;
    },
    delay() {
      const now = Date.now();
      const ms = token ? left(token, now) : 0;
      // By this clock it has run out, yet it was accepted: the clock is wrong. The server will say what time it is.
      return Math.max(0, Math.min(end - now, ms > 0 ? renewalIn(ms) : Infinity));
    },
  };
}
