// Listening before the next try for a slot. A put that loses is a write unit for nothing, so those who lost one pause,
// read the log to its end, and hold back while somebody else's put is likely to be on its way. What is tried when depends
// on clocks and chance; what gets into the log does not.
//
// The numbers were found by simulation (bench/contention.ts). All times are in milliseconds.

import type { Entry, Head } from "./model.ts";
import type { Request } from "./request.ts";

/** A room whose last message is younger than this is busy: its head is likely to lag behind its log. */
const BUSY_MS = 50;

/** The same for a large room, whose head moves only when it is told what came, four times a second at most. */
const BUSY_LARGE_MS = 1_000;

/** How often to read, at most, before a try. */
const READS = 3;

/** After so many losses there is a crowd: pauses grow with each further loss, up to so many times a put's time. */
const CROWD = { losses: 8, growth: 1.3, most: 8 };

/**
 * When an entry that is read is about so many puts old, the next one's put is likely to have been sent: most others read
 * the log soon after it was there. If it had not come after the longer time, nobody would be trying.
 */
const NEXT_IS_SENT = { from: 1.3, to: 2.4 };

/** Whether to read behind the head before the first try already. */
export const isBusy = (request: Request, { seq, activeAt }: Head, isLarge: boolean): boolean =>
  seq > 0 && request.now() - activeAt < (isLarge ? BUSY_LARGE_MS : BUSY_MS);

/** Whether an entry is so young that the log is not likely to go on behind it. `took` is how long a put takes now. */
export const isJustNow = (request: Request, { at }: Entry, took: number): boolean =>
  request.now() - at < 2 * took;

export interface Loss {
  /** The last entry that is known. */
  readonly rev: number;
  /** How long the put took that lost. */
  readonly took: number;
  /** How many puts have lost. */
  readonly losses: number;
}

/** What was appended behind an entry, at a moment when it is worth a try to append more. */
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
