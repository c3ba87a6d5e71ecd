// Sends one event to every live connection of its receivers. A failure of one connection does not affect the others.

import pLimit from "p-limit";
import type { User } from "../chat/model.ts";
import { inTurn, type Target } from "./in-turn.ts";
import type { Post } from "./post.ts";
import { postToAll, type Posting } from "./post-to-all.ts";
import { DELIVERY, type DeliveryTimes } from "./times.ts";

export interface Broadcast {
  readonly users: readonly User[];
  /** The caller's own connection, whose copy is the reply. */
  readonly except: string;
  /** The frame for a user. Frames that are the same should be the same bytes. */
  readonly frame: (userId: string) => Uint8Array;
  readonly now: number;
  /** The request's remaining time, in milliseconds. */
  readonly timeLeft: number;
  /** Called for each closed connection; its errors are counted and have no other effect. */
  readonly onGone?: (userId: string, connectionId: string) => Promise<void>;
}

/** The result of a broadcast, in connections; `retries` and `throttled` in posts. `errors` counts failures by name. */
export interface DeliveryCounts {
  readonly sent: number;
  readonly gone: number;
  readonly failed: number;
  readonly retries: number;
  readonly throttled: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** A connection that did not get its frame, and why. */
export interface Failure extends Target {
  readonly error: string;
}

export interface Delivered {
  readonly counts: DeliveryCounts;
  /** Users with at least one connection that got its frames. */
  readonly reached: ReadonlySet<string>;
  readonly failures: readonly Failure[];
}

/** Posts to all connections and returns the result. All started work has ended by then. Never throws. */
export async function broadcast(
  post: Post,
  { users, except, frame, now, timeLeft, onGone }: Broadcast,
  times: DeliveryTimes = DELIVERY,
): Promise<Delivered> {
  const started = performance.now();
  const wholeMs = Math.max(0, Math.min(times.wholeMs, timeLeft));
  const postings = await postToAll(
    post,
    inTurn(users, now, except),
    ({ userId }) => frame(userId),
    { ...times, wholeMs },
  );

  // After the posts, so that a slow table delays no frame. If time runs out, the next 410 removes the connection.
  const forgetErrors: string[] = [];
  const limit = pLimit(times.permits);
  const gone = postings.filter(({ posted }) => posted === "gone");
  const forget = async ({ target }: Posting): Promise<void> => {
    if (!onGone || performance.now() - started >= wholeMs) return;
    await onGone(target.userId, target.connectionId).catch((thrown: unknown) => {
      forgetErrors.push(thrown instanceof Error ? `forget: ${thrown.name}` : "forget");
    });
  };
  await Promise.all(gone.map((posting) => limit(() => forget(posting))));
  return summed(postings, forgetErrors);
}

/** The results of posts, and of the writes after them. */
export function summed(
  postings: readonly Posting[],
  forgetErrors: readonly string[] = [],
): Delivered {
  const failures = postings
    .filter(({ posted }) => posted !== "sent" && posted !== "gone")
    .map(({ target, error = "Error" }): Failure => ({ ...target, error }));
  const errors: Record<string, number> = {};
  for (const name of [...failures.map(({ error }) => error), ...forgetErrors]) {
    errors[name] = (errors[name] ?? 0) + 1;
  }
  const count = (is: (posting: Posting) => boolean) => postings.filter(is).length;
  const throttled = postings.reduce((sum, posting) => sum + posting.throttled, 0);
  const sent = postings.filter(({ posted }) => posted === "sent");
  return {
    failures,
    reached: new Set(sent.map(({ target }) => target.userId)),
    counts: {
      sent: sent.length,
      gone: count(({ posted }) => posted === "gone"),
      failed: failures.length,
      retries: count(({ isRepeated }) => isRepeated),
      throttled,
      errors,
    },
  };
}
