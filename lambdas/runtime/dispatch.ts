// Delivers an action's event once its effect is durable, and makes the writes that may run concurrently.

import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import type { Outcome } from "../chat/request.ts";
import type { Request } from "../chat/request.ts";
import { broadcast, type DeliveryCounts, type Failure } from "../delivery/broadcast.ts";
import type { Post } from "../delivery/post.ts";
import type { PublishUntil } from "./event-bus.ts";
import { frameOf } from "./frame.ts";
import { log } from "./log.ts";

export interface Delivery {
  readonly post: Post;
  /** For actions whose events may be of a large room. */
  readonly queue?: Pick<FanOutQueue, "sendEvent">;
  /** Publishes to other systems, if there is a bus. */
  readonly publish?: PublishUntil | undefined;
  /** Removes a dead connection from its user. */
  readonly forget?: (userId: string, connectionId: string) => Promise<void>;
}

/** The counts of a delivery. `receivers` counts users who have ever connected, whether they are online or not. */
export type DeliveryResult = DeliveryCounts & { readonly receivers: number };

/**
 * Delivers the event and makes the remaining writes concurrently, and waits for all of it. Throws a failure if the
 * caller can safely repeat the action, and only logs it if a repeat would do it twice. Failed posts do not count.
 */
export async function dispatch(
  outcome: Outcome,
  data: string,
  request: Request,
  delivery: Delivery | undefined,
): Promise<DeliveryResult | undefined> {
  const [delivered, ...written] = await Promise.allSettled([
    deliver(outcome, data, request, delivery),
    ...(outcome.alongside ?? []).map((write) => write()),
  ]);
  for (const result of [delivered, ...written]) {
    if (result.status === "fulfilled") continue;
    if (outcome.repeatable) throw result.reason;
    log("warn", "left undone after a message was stored", { error: result.reason });
  }
  return delivered.status === "fulfilled" ? delivered.value : undefined;
}

async function deliver(
  { event, receivers, also, publishes }: Outcome,
  data: string,
  request: Request,
  delivery: Delivery | undefined,
): Promise<DeliveryResult | undefined> {
  if (!receivers) return undefined;
  if (!delivery) throw new Error("An action that may not post has an event for others.");
  const { post, queue, forget, publish } = delivery;
  if (receivers.kind === "joined") {
    if (!queue) throw new Error("An action without the queue has an event of a large room.");
    await queue.sendEvent(receivers.queued);
    await publish?.(publishes?.(undefined) ?? [], request.deadline);
    return undefined;
  }
  const users = await receivers.read();
  const now = request.now();
  const frame = encoded(event, data);
  const alsoFrame = also && encoded(also.event, JSON.stringify(also.data));
  const alsoTo = new Set(also?.to);
  const { counts, failures, reached } = await broadcast(post, {
    users,
    except: request.caller.connectionId,
    frame: (userId) => (alsoFrame && alsoTo.has(userId) ? alsoFrame(userId) : frame(userId)),
    now,
    timeLeft: request.deadline - now,
    ...(forget && { onGone: forget }),
  });
  logFailures(failures);
  // After the posts, which find closed connections: users without an open one count as offline.
  const isOffline = (id: string) => id !== request.caller.userId && !reached.has(id);
  await publish?.(publishes?.(receivers.ids.filter(isOffline)) ?? [], request.deadline);
  return { receivers: users.length, ...counts };
}

/** Maximum failed connections of one event that are logged; a fault of AWS would fill the log with thousands. */
const FAILURES_LOGGED = 20;

function logFailures(failures: readonly Failure[]): void {
  for (const { userId: user, connectionId: connection, error } of failures.slice(
    0,
    FAILURES_LOGGED,
  )) {
    log("warn", "not delivered", { connection, user, cause: error });
  }
  const more = failures.length - FAILURES_LOGGED;
  if (more > 0) log("warn", "not delivered to more connections", { connections: more });
}

// Encodes an event once per name, so that its receivers share the bytes.
function encoded(event: Outcome["event"], data: string): (userId: string) => Uint8Array {
  const encoder = new TextEncoder();
  if (typeof event !== "string") {
    return (userId) => encoder.encode(frameOf(event(userId), data));
  }
  const same = encoder.encode(frameOf(event, data));
  return () => same;
}

/** The event's name for one receiver. */
export const eventFor = (event: Outcome["event"], userId: string): string =>
  typeof event === "string" ? event : event(userId);
