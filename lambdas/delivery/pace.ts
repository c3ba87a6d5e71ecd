// Limits the rate of posts: API Gateway allows an account 10,000 a second, and one room must not use them up.

import { setTimeout } from "node:timers/promises";
import type { Post } from "./post.ts";

/** Shorter waits are skipped: their timers would cost more than they gain. */
const LEAST_WAIT_MS = 5;

/** `post`, at most `perSecond` times a second. Early posts wait; one that waits past its time limit is aborted. */
export function paced(post: Post, perSecond: number, now = () => performance.now()): Post {
  const interval = 1_000 / perSecond;
  let next = 0;
  return async (connectionId, bytes, signal) => {
    const turn = Math.max(next, now());
    next = turn + interval;
    const wait = turn - now();
    if (wait >= LEAST_WAIT_MS) await setTimeout(wait, undefined, { signal }).catch(() => undefined);
    return await post(connectionId, bytes, signal);
  };
}
