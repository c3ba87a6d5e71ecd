// After an action's effect is durable: its event goes out, and the writes beside it are done.

import type { Outcome } from "../chat/request.ts";
import type { Request } from "../chat/request.ts";
import { broadcast, type DeliveryCounts } from "../delivery/broadcast.ts";
import type { Post } from "../delivery/post.ts";
import { frameOf } from "./frame.ts";
import { log } from "./log.ts";

export interface Delivery {
  readonly post: Post;
  /** Takes a dead connection off its user, for actions that may write. */
  readonly forget?: (userId: string, connectionId: string) => Promise<void>;
}

/**
 * Delivers and writes beside each other, and waits for all of it. A failure is thrown if the caller can safely repeat
 * the action, and only logged if a repeat would do it twice. A connection that cannot be reached is neither.
 */
export async function carryOut(
  outcome: Outcome,
  data: string,
  request: Request,
  delivery: Delivery | undefined,
): Promise<DeliveryCounts | undefined> {
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
  { event, to }: Outcome,
  data: string,
  request: Request,
  delivery: Delivery | undefined,
): Promise<DeliveryCounts | undefined> {
  if (to.length === 0) return undefined;
  if (!delivery) throw new Error("An action that may not post has an event for others.");
  const { post, forget } = delivery;
  const encoder = new TextEncoder();
  const same = typeof event === "string" ? encoder.encode(frameOf(event, data)) : undefined;
  return await broadcast(post, {
    users: await request.users(to),
    except: request.caller.connectionId,
    frame: (userId) => same ?? encoder.encode(frameOf(eventFor(event, userId), data)),
    now: request.now(),
    ...(forget && { onGone: forget }),
  });
}

/** The event's name for one receiver. */
export const eventFor = (event: Outcome["event"], userId: string): string =>
  typeof event === "string" ? event : event(userId);
