// The chat's `MessageSent` event, and a callback for each device of the users who did not get the message.

import type { EventBridgeEvent } from "aws-lambda";
import {
  devicesOf,
  recordNotification,
  removeDevice,
  wasNotified,
  type Device,
} from "./devices.ts";

/** See docs/events.md. */
export interface MessageSent {
  readonly room_id: string;
  readonly message_id: string;
  readonly sender_id: string;
  readonly rev: number;
  readonly text?: string;
  readonly offline_user_ids: readonly string[];
}

/** The text of a notification. With `eventText=off` the event has no text. */
export const bodyOf = ({ text }: MessageSent): string => text || "You have a new message.";

/** Sends to a device. Resolves to false if the device no longer exists. */
export type Send = (device: Device, message: MessageSent) => Promise<boolean>;

/** How many users are notified concurrently. */
const CONCURRENCY = 25;

/** Notifies each user once. A device that fails does not stop the others, and fails the event, which is retried. */
export const notificationHandler =
  (send: Send) =>
  async ({ detail }: EventBridgeEvent<"MessageSent", MessageSent>): Promise<void> => {
    const users = [...detail.offline_user_ids];
    const failures: unknown[] = [];
    while (users.length > 0) {
      const notifying = users.splice(0, CONCURRENCY).map((userId) => notify(userId, detail, send));
      const results = await Promise.allSettled(notifying);
      for (const each of results) if (each.status === "rejected") failures.push(each.reason);
    }
    if (failures.length > 0) throw new AggregateError(failures, "Some devices were not notified.");
  };

async function notify(userId: string, message: MessageSent, send: Send): Promise<void> {
  const devices = await devicesOf(userId);
  if (devices.length === 0 || (await wasNotified(userId, message))) return;
  await Promise.all(
    devices.map(async (device) => {
      if (!(await send(device, message))) await removeDevice(device);
    }),
  );
  await recordNotification(userId, message);
}
