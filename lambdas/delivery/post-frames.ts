// Posts several frames to many connections: to each in order, independently of the others.

import type { Target as Connection } from "./in-turn.ts";
import type { Post } from "./post.ts";
import { postToAll, type Posting } from "./post-to-all.ts";
import type { DeliveryTimes } from "./times.ts";

/** A connection and the frames to post to it. */
export interface Target extends Connection {
  readonly frames: readonly Uint8Array[];
}

/**
 * Posts the first frame of each target, then the second to those that got it, and so on, within `times.wholeMs` in all.
 * A connection that missed a frame gets no more: its client catches up with `sync`. Never throws.
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
