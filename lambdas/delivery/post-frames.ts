// Posts several frames to many connections: to each in order, independently of the others.

import type { Target as Connection } from "./in-turn.ts";
import type { Post } from "./post.ts";
import { postToAll, type Posting } from "./post-to-all.ts";
import type { DeliveryTimes } from "./times.ts";

/** A connection, and what it is to get. */
export interface Target extends Connection {
  readonly frames: readonly Uint8Array[];
}

/**
 * Posts the first frame of each, then the second of those that got it, and so on, within `times.wholeMs` in all. After a
 * frame that a connection did not get, more would only make a larger gap: its client finds it by `sync`. Never throws.
 */
export async function postFrames(
  post: Post,
  targets: readonly Target[],
  times: DeliveryTimes,
): Promise<Posting<Target>[]> {
  const endsAt = performance.now() + times.wholeMs;
  const all: Posting<Target>[] = [];
  let rest = targets.map((target) => ({ ...target, next: 0 }));
  while (rest.length > 0) {
    const wholeMs = Math.max(0, endsAt - performance.now());
    const frame = ({ frames, next }: (typeof rest)[number]) => frames[next] ?? new Uint8Array();
    const postings = await postToAll(post, rest, frame, { ...times, wholeMs });
    all.push(...postings);
    rest = postings
      .filter(({ posted, target }) => posted === "sent" && target.next + 1 < target.frames.length)
      .map(({ target }) => ({ ...target, next: target.next + 1 }));
  }
  return all;
}
