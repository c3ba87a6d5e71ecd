// Sending one event to every live connection of its receivers. Whatever becomes of one connection, the others get it.

import pLimit from "p-limit";
import type { User } from "../chat/model.ts";
import type { Post, Posted } from "./post.ts";

const POSTS_AT_ONCE = 50;

/** How long all posts of one event may take together, at most: the caller's reply waits for them. */
export const DELIVERY_MS = 5_000;

export interface Broadcast {
  readonly users: readonly User[];
  /** The caller's own connection, whose copy is the reply. */
  readonly except: string;
  /** The frame for a user. Frames that are the same should be the same bytes. */
  readonly frame: (userId: string) => Uint8Array;
  readonly now: number;
  /** How long it may take, in milliseconds. */
  readonly deliveryMs: number;
  /** Called for each connection that is no more; an error of it is counted, and harms nobody. */
  readonly onGone?: (userId: string, connectionId: string) => Promise<void>;
}

interface Target {
  readonly userId: string;
  readonly connectionId: string;
}

/** What became of a broadcast, in connections; `retries` and `throttled` in posts. `errors` counts failures by name. */
export type DeliveryCounts = Record<Posted | "retries" | "throttled", number> & {
  readonly errors: Record<string, number>;
};

/** Posts to all, 50 at a time, and says how it went. Never throws. */
export async function broadcast(
  post: Post,
  { users, except, frame, now, deliveryMs, onGone }: Broadcast,
): Promise<DeliveryCounts> {
  const counts = {
    sent: 0,
    gone: 0,
    failed: 0,
    retries: 0,
    throttled: 0,
    errors: {} as Record<string, number>,
  };
  const signal = AbortSignal.timeout(deliveryMs);
  const limit = pLimit(POSTS_AT_ONCE);
  const count = (error: string) => {
    counts.errors[error] = (counts.errors[error] ?? 0) + 1;
  };

  const gone: Target[] = [];
  const deliver = async ({ userId, connectionId }: Target): Promise<void> => {
    const { posted, retries, throttled, error } = await post(connectionId, frame(userId), signal);
    counts[posted] += 1;
    counts.retries += retries;
    counts.throttled += throttled;
    if (posted === "failed") count(error ?? "Error");
    if (posted === "gone") gone.push({ userId, connectionId });
  };
  const forget = async ({ userId, connectionId }: Target): Promise<void> => {
    if (signal.aborted) return;
    await onGone?.(userId, connectionId).catch((thrown: unknown) => {
      count(thrown instanceof Error ? `forget: ${thrown.name}` : "forget");
    });
  };

  const live = users.flatMap(({ id, connections }) =>
    connections
      .filter((connection) => connection.until > now && connection.id !== except)
      .map((connection) => ({ userId: id, connectionId: connection.id })),
  );
  await Promise.all(live.map((target) => limit(() => deliver(target))));
  // After the posts, so that a slow table keeps no frame from anybody; what time does not allow, the next 410 does.
  await Promise.all(gone.map((target) => limit(() => forget(target))));
  return counts;
}
