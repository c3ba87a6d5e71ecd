// Posting frames to many connections: each gets its own in their order, whatever becomes of the others.

import pLimit from "p-limit";
import type { Target } from "../chat/fan-out.ts";
import type { DeliveryCounts } from "./broadcast.ts";
import type { Post } from "./post.ts";

const CONNECTIONS_AT_ONCE = 100;

/** Posts until `signal` aborts, adds to the counts, and says which connections are no more. Never throws. */
export async function postAll(
  post: Post,
  targets: readonly Target[],
  counts: DeliveryCounts,
  signal: AbortSignal,
): Promise<Target[]> {
  const limit = pLimit(CONNECTIONS_AT_ONCE);
  const gone: Target[] = [];
  // After a frame that a connection did not get, more of them would only make a larger gap: its client asks `sync`.
  const deliver = async (target: Target) => {
    for (const frame of target.frames) {
      if (signal.aborted) {
        counts.failed += 1;
        return;
      }
      const { posted, retries, throttled, error } = await post(target.connectionId, frame, signal);
      counts[posted] += 1;
      counts.retries += retries;
      counts.throttled += throttled;
      if (posted === "sent") continue;
      if (posted === "gone") gone.push(target);
      else counts.errors[error ?? "Error"] = (counts.errors[error ?? "Error"] ?? 0) + 1;
      return;
    }
  };
  await Promise.all(targets.map((target) => limit(() => deliver(target))));
  return gone;
}
