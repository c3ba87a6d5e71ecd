// The client's decisions and default times: when to reconnect, when a connection is healthy, when to repeat a request.

import type { ChatError } from "./errors.ts";
import type { ConnectionChange } from "./events.ts";
import type { ChatOptions, Timing } from "./options.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const API_GATEWAY: Timing = {
  request: 30 * SECOND,
  handshake: 20 * SECOND,
  heartbeat: 8 * SECOND,
  pong: 10 * SECOND,
  ping: 8 * MINUTE,
  lifetime: 110 * MINUTE,
  sync: 5 * MINUTE,
  gap: 2 * SECOND,
  typingThrottle: 3 * SECOND,
  typingExpiry: 6 * SECOND,
  seenThrottle: 10 * SECOND,
};

/** In a large room, `sync` after a gap is spread over this time: 1,000 members may have missed the same event. */
export const LARGE_ROOM_SPREAD_MS = 10 * SECOND;
export const LARGE_ROOM_MEMBERS = 100;

/** How often a request is tried, unless it is patient. */
const TRIES = 5;
/** After this many failed handshakes in a row, the client reports once what may be wrong. */
export const UNREACHABLE_AFTER = 3;
/** A connection that ends within this time counts as a failure, like a refused handshake. */
const HEALTHY_AFTER_MS = 10 * SECOND;
/** A token is renewed this long before it expires, or after nine tenths of its remaining time if that is later. */
const TOKEN_LEAD_MS = MINUTE;
const SHORTEST_RENEWAL_MS = SECOND;

/** How long to pause after a number of failures, from 0 on. */
export function makeBackoff(given: ChatOptions["backoff"]): (failures: number) => number {
  if (typeof given === "function") return given;
  const { initial = SECOND, max = MINUTE } = given ?? {};
  return (failures) => Math.random() * Math.min(max, initial * 2 ** failures);
}

/** With these close codes a server rejects this client for good. */
export const shouldReconnect = ({ code = 0 }: ConnectionChange): boolean =>
  ![1008, 3000, 3003].includes(code) && (code < 4_400 || code > 4_499);

/** Whether a lost connection had proved to work: then the pauses start from the beginning. */
export const wasHealthy = ({
  openedAt,
  received,
}: {
  openedAt: number;
  received: number;
}): boolean => received > 0 && Date.now() - openedAt > HEALTHY_AFTER_MS;

/** How long to wait before a token with this much time left is renewed. */
export const renewalIn = (leftMs: number): number =>
  Math.max(leftMs - TOKEN_LEAD_MS, leftMs * 0.9, SHORTEST_RENEWAL_MS);

/**
 * Whether a failed request is tried again, and whether the attempt counts against the five. `RATE_LIMITED` never
 * counts, nor does a missing answer to a patient request.
 */
export function retryOf(
  { code, retryable }: ChatError,
  attempts: number,
  isPatient: boolean,
): { isOver: boolean; counts: boolean } {
  const counts = code !== "RATE_LIMITED" && (!isPatient || code === "INTERNAL");
  return { counts, isOver: !retryable || (counts && attempts + 1 >= TRIES) };
}
