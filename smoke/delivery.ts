// The only step of the canary: sends a message from one user of a deployment to another and measures its latency.

import { strictEqual } from "node:assert/strict";
import { meet, type Target } from "./meeting.ts";

export interface Delivery {
  /** The time from sending the message to its arrival at the other user, in milliseconds. */
  readonly ms: number;
  /** The id of the pair's room, the same in every run. */
  readonly room: string;
  /** The id of the message. */
  readonly message: string;
}

/**
 * Connects both users, sends a message, and waits until the other user has received it. Rejects if a step fails or
 * takes longer than `target.patienceMs`.
 */
export async function timeDelivery(target: Target): Promise<Delivery> {
  const [one, other] = await meet(target);
  try {
    const sentAt = performance.now();
    const [sent, { heard, heardAt }] = await Promise.all([
      one.done("sendNewMessage", { recipient_id: other.id, message: { message: "Canary" } }),
      other.heard(other.id).then((heard) => ({ heard, heardAt: performance.now() })),
    ]);
    const { _id: message, room_id: room } = sent;
    strictEqual(heard.data._id, message);
    return { ms: Math.round(heardAt - sentAt), room: String(room), message: String(message) };
  } finally {
    await Promise.all([one.leave(), other.leave()]);
  }
}
