// Waits until a put into the next slot will probably succeed. A put that loses wastes a write unit, so a request that
// lost one pauses, reads the log to its end, and waits while another request's put is probably in progress. Clocks and
// chance decide only when a request tries; the log stays correct at any time.
//
// The numbers come from a simulation (bench/contention.ts). All times are in milliseconds.

import type { Entry, Head } from "./model.ts";
import type { Request } from "./request.ts";

/** A room whose last message is younger is busy: its head probably lags behind its log. */
const BUSY_MS = 50;

/** The same for a large room, whose head moves only with a fan-out, at most four times a second. */
const BUSY_LARGE_MS = 1_000;

/** Maximum reads before a try. */
const READS = 3;

/** After `losses` lost puts, pauses grow by `growth` with each further loss, up to `most` times a put's duration. */
const CROWD = { losses: 8, growth: 1.3, most: 8 };

/**
 * An entry's age, in durations of a put, at which the put of the next entry has probably been sent: most writers read
 * the log soon after the entry appeared. If it is older than `to`, no other writer is trying.
 */
const NEXT_IS_SENT = { from: 1.3, to: 2.4 };

/** Whether to read the entries after the head before the first try. */
export const isBusy = (request: Request, { seq, activeAt }: Head, isLarge: boolean): boolean =>
  seq > 0 && request.now() - activeAt < (isLarge ? BUSY_LARGE_MS : BUSY_MS);

/** Whether an entry is so young that it is probably the last. `took` is the current duration of a put. */
export const isJustNow = (request: Request, { at }: Entry, took: number): boolean =>
  request.now() - at < 2 * took;

export interface Loss {
  /** The last known entry. */
  readonly rev: number;
  /** The duration of the put that lost. */
  readonly took: number;
  /** The number of puts that have lost. */
  readonly losses: number;
}

/** Returns the entries after a known one, at a moment when a try to append is worthwhile. */
export async function listen(
  request: Request,
  roomId: string,
  { rev, took, losses }: Loss,
): Promise<Entry[]> {
  await request.pause(took * pauseAfter(losses));
  for (let reads = 1; ; reads++) {
    const missed = await request.log.after(roomId, rev);
    const age = (request.now() - (missed.at(-1)?.at ?? 0)) / took;
    if (age < NEXT_IS_SENT.from || age > NEXT_IS_SENT.to || reads === READS) return missed;
    await request.pause(took);
  }
}

/** The longest pause, in puts. A request that has lost before pauses for less than a new one, and so goes first. */
function pauseAfter(losses: number): number {
  if (losses === 1) return 2;
  const crowd = Math.max(0, losses - CROWD.losses);
  return Math.min(CROWD.growth ** crowd, CROWD.most);
}
