// The chat's `MessageSent` event, and a callback for each device of the users who did not get the message.

import type { EventBridgeEvent } from "aws-lambda";
import { devicesOf, noteTold, removeDevice, wasTold, type Device } from "./devices.ts";

/** As docs/events.md has it. */
export interface MessageSent {
  readonly room_id: string;
  readonly message_id: string;
  readonly sender_id: string;
  readonly rev: number;
  readonly text?: string;
  readonly offline_user_ids: readonly string[];
}

/** What a notification says. With eventText=off there is nothing to quote. */
export const bodyOf = ({ text }: MessageSent): string => text || "You have a new message.";

/** Sends to a device. Resolves to false where the device is no more. */
export type Send = (device: Device, message: MessageSent) => Promise<boolean>;

const AT_ONCE = 25;

/** Tells each user once. One device that fails keeps no other from being told; the event is then tried again. */
export const notifier =
  (send: Send) =>
  async ({ detail }: EventBridgeEvent<"MessageSent", MessageSent>): Promise<void> => {
    const users = [...detail.offline_user_ids];
    const failures: unknown[] = [];
    while (users.length > 0) {
      const told = users.splice(0, AT_ONCE).map((userId) => tell(userId, detail, send));
      const results = await Promise.allSettled(told);
      for (const each of results) if (each.status === "rejected") failures.push(each.reason);
    }
    if (failures.length > 0) throw new AggregateError(failures, "Some devices were not notified.");
  };

async function tell(userId: string, message: MessageSent, send: Send): Promise<void> {
  const devices = await devicesOf(userId);
  if (devices.length === 0 || (await wasTold(userId, message))) return;
  await Promise.all(
    devices.map(async (device) => {
      if (!(await send(device, message))) await removeDevice(device);
    }),
  );
  await noteTold(userId, message);
}
