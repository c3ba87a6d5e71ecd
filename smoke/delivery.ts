// One message from one user of a deployment to another, and how long it is on its way: the canary's one step.

import { strictEqual } from "node:assert/strict";
import { meet, type Target } from "./meeting.ts";

export interface Delivery {
  /** From sending it to the other's having it, in milliseconds. */
  readonly ms: number;
  /** The pair's room, which is the same each time, and the message's id. */
  readonly room: string;
  readonly message: string;
}

/** Connects both, sends and waits for the other to have it. Rejects if any of this fails or takes longer than the target's patience. */
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
