// The client's decisions, each in one place: how long things take, when to connect again, when a connection counts as
// sound, when a request is repeated.

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

/** In a large room, `sync` after a gap is spread over so long: 1,000 members may have missed the same event. */
export const LARGE_ROOM_SPREAD_MS = 10 * SECOND;
export const LARGE_ROOM_MEMBERS = 100;

/** How often a request that nobody waits for patiently is tried. */
const TRIES = 5;
/** After so many failed handshakes in a row it is told, once, that something may be wrong. */
export const UNREACHABLE_AFTER = 3;
/** A connection that lasts no longer than this and ends is a failure, like a handshake that is refused. */
const SOUND_AFTER_MS = 10 * SECOND;
/** A token is renewed so long before it runs out, or when nine tenths of what is left of it are over. */
const TOKEN_LEAD_MS = MINUTE;
const SHORTEST_RENEWAL_MS = SECOND;

/** How long to pause, by how many failures there were before, from 0 on. */
export function makeBackoff(given: ChatOptions["backoff"]): (failures: number) => number {
  if (typeof given === "function") return given;
  const { initial = SECOND, max = MINUTE } = given ?? {};
  return (failures) => Math.random() * Math.min(max, initial * 2 ** failures);
}

/** A server that says one of these will not have this client, however often it comes. */
export const shouldReconnect = ({ code = 0 }: ConnectionChange): boolean =>
  ![1008, 3000, 3003].includes(code) && (code < 4_400 || code > 4_499);

/** Whether a connection that is lost had proved that it works, so that the pauses begin anew. */
export const wasSound = ({ openedAt, heard }: { openedAt: number; heard: number }): boolean =>
  heard > 0 && Date.now() - openedAt > SOUND_AFTER_MS;

/** In how long a token is to be renewed of which so much is left. */
export const renewalIn = (leftMs: number): number =>
  Math.max(leftMs - TOKEN_LEAD_MS, leftMs * 0.9, SHORTEST_RENEWAL_MS);

/**
 * Whether a request that failed is tried again, and whether that attempt counts against the five. Being told to come
 * back later never counts, and for who is patient nor does getting no answer.
 */
export function retryOf(
  { code, retryable }: ChatError,
  attempts: number,
  isPatient: boolean,
): { isOver: boolean; counts: boolean } {
  const counts = code !== "RATE_LIMITED" && (!isPatient || code === "INTERNAL");
  return { counts, isOver: !retryable || (counts && attempts + 1 >= TRIES) };
}
