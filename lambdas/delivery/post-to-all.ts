// Posts a frame to many connections within a time limit, so that none of them delays the others or the caller.

import type { Target } from "./in-turn.ts";
import type { Post, PostResult } from "./post.ts";
import { permits } from "./permits.ts";
import type { DeliveryTimes } from "./times.ts";

/** The result of posting a frame to one connection. */
export interface Posting<T extends Target = Target> extends PostResult {
  readonly target: T;
  /** Whether it was retried. */
  readonly isRepeated: boolean;
  /** The number of its posts that were throttled. */
  readonly throttled: number;
}

/** The result of a post that did not begin in time. */
const NOT_BEGUN: PostResult = { posted: "failed", error: "NotBegun" };

/**
 * Posts to the targets in order, and resolves once every post has ended. A throttled post is retried once. When the
 * time is over, pending posts are aborted, and no more begin.
 */
export async function postToAll<T extends Target>(
  post: Post,
  targets: readonly T[],
  frame: (target: T) => Uint8Array,
  times: DeliveryTimes,
): Promise<Posting<T>[]> {
  const withPermit = permits(times.permits, times.yieldMs);
  const time = stopwatch(times.wholeMs);

  const attempt = (target: T, onYield: () => void): Promise<PostResult> =>
    withPermit(async () => {
      if (time.isOver()) return NOT_BEGUN;
      const cut = new AbortController();
      const stop = time.after(times.postMs, () => {
        cut.abort();
      });
      const result = await post(target.connectionId, frame(target), cut.signal);
      stop();
      return result;
    }, onYield);

  const deliver = async (target: T, onYield: () => void): Promise<Posting<T>> => {
    const first = await attempt(target, onYield);
    const once = { ...first, target, isRepeated: false, throttled: isThrottled(first) };
    if (first.posted !== "throttled" && first.posted !== "unavailable") return once;

    // Random, so that connections that were throttled together do not retry together.
    await time.pause(times.retryMs * Math.random());
    const second = await attempt(target, onYield);
    if (second === NOT_BEGUN) return once;
    return { ...second, target, isRepeated: true, throttled: once.throttled + isThrottled(second) };
  };

  const deliveries = targets.map((target) => {
    let onYield: () => void = () => undefined;
    const yielded = new Promise<void>((resolve) => (onYield = resolve));
    const posting = deliver(target, onYield);
    return { posting, isOutOfTheWay: Promise.race([posting, yielded]) };
  });
  const postings = Promise.all(deliveries.map(({ posting }) => posting));
  const onlyStragglersAreLeft = Promise.all([
    time.pause(times.stragglersMs),
    ...deliveries.map(({ isOutOfTheWay }) => isOutOfTheWay),
  ]);
  await Promise.race([postings, onlyStragglersAreLeft]);
  time.end();
  return await postings;
}

const isThrottled = ({ posted }: PostResult): number => (posted === "throttled" ? 1 : 0);

/** A time limit that can end early; its pending callbacks are then called at once. */
function stopwatch(wholeMs: number) {
  const endsAt = performance.now() + wholeMs;
  let hasEnded = false;
  const waiting = new Set<() => void>();
  const end = (): void => {
    hasEnded = true;
    clearTimeout(timer);
    for (const wake of waiting) wake();
  };
  const timer = setTimeout(end, wholeMs);

  /** Calls back once, after `ms` or when the time is over, unless it is stopped first. */
  const after = (ms: number, callback: () => void): (() => void) => {
    const stop = (): void => {
      clearTimeout(timeout);
      waiting.delete(wake);
    };
    const wake = (): void => {
      stop();
      callback();
    };
    const timeout = setTimeout(wake, ms);
    waiting.add(wake);
    return stop;
  };
  // Also checks the clock: the timer may be late while answers let further posts begin.
  const isOver = (): boolean => hasEnded || performance.now() >= endsAt;
  return {
    isOver,
    end,
    after,
    /** Resolves after `ms`, or when the time is over. */
    pause: (ms: number) =>
      hasEnded
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            after(ms, resolve);
          }),
  };
}
