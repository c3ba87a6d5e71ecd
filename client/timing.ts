// How long things take, in milliseconds, and the pauses between attempts.

import type { Timing } from "./api.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const API_GATEWAY: Timing = {
  request: 10 * SECOND,
  pause: SECOND,
  longestPause: 30 * SECOND,
  ping: 8 * MINUTE,
  lifetime: 110 * MINUTE,
  sync: 5 * MINUTE,
  gap: 2 * SECOND,
  typingThrottle: 3 * SECOND,
  typingExpiry: 6 * SECOND,
};

/**
 * The pause after a failure, the first being 0: anything up to a bound that doubles each time. The whole range is drawn
 * from ("full jitter"), so that clients which failed together do not come back together.
 */
export const pauseAfter = (failure: number, { pause, longestPause }: Timing): number =>
  Math.random() * Math.min(longestPause, pause * 2 ** failure);
