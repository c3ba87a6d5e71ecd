// Decides when to replace a connection: before its token expires, and before API Gateway's maximum lifetime.

import type { ReceivedToken } from "./attempt.ts";
import type { Timing } from "./options.ts";
import { renewalIn } from "./policy.ts";

export interface Renewal {
  /** Sets the token of the next connection. */
  setToken(token: ReceivedToken): void;
  /** A connection with that token is open: its age counts from now. */
  start(): void;
  /** Sets the server's time, in epoch milliseconds. Returns whether the known clock skew changed. */
  setServerTime(now: number): boolean;
  /** Milliseconds until the connection must be replaced. */
  readonly delay: () => number;
}

/** Smaller differences are latency, or do not matter. */
const SKEW_TOLERANCE_MS = 1_000;

export function makeRenewal({ lifetime: longest }: Timing): Renewal {
  let token: ReceivedToken | undefined;
  /** When the connection is replaced regardless of its token. */
  let end = 0;
  /** How far the server's clock is ahead, once known. */
  let skew: number | undefined;

  /** How long the token is still valid. */
  function left({ receivedAt, lifetime, expiresAt }: ReceivedToken, now: number): number {
    if (skew === undefined && lifetime !== undefined) return receivedAt + lifetime - now;
    return expiresAt - now - (skew ?? 0);
  }

  return {
    setToken(received) {
      token = received;
    },
    start() {
      // Randomized, so that clients that connected together, after a deployment for example, spread out over time.
      end = Date.now() + longest * (1 - Math.random() / 10);
    },
    setServerTime(now) {
      const ahead = now - Date.now();
      const isChanged = Math.abs(ahead - (skew ?? Infinity)) >= SKEW_TOLERANCE_MS;
      if (isChanged) skew = ahead;
      return isChanged;
    },
    delay() {
      const now = Date.now();
      const ms = token ? left(token, now) : 0;
      // The token has expired by this clock, yet it was accepted: the clock is wrong. The server's time will correct
      // it.
      return Math.max(0, Math.min(end - now, ms > 0 ? renewalIn(ms) : Infinity));
    },
  };
}
