// Notifies browsers of a message that did not reach the user, by the Web Push protocol.

import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import webPush, { WebPushError, type PushSubscription } from "web-push";
import { bodyOf, notificationHandler } from "./message-sent.ts";

const { VAPID_PUBLIC_KEY = "", VAPID_PRIVATE_KEY_PARAMETER: Name, CONTACT = "" } = process.env;
const ssm = new SSMClient();

let privateKey: Promise<string> | undefined;

// Once per container; retried after a failure.
const readPrivateKey = (): Promise<string> =>
  (privateKey ??= ssm
    .send(new GetParameterCommand({ Name, WithDecryption: true }))
    .then(({ Parameter }) => Parameter?.Value ?? "")
    .catch((error: unknown) => {
      privateKey = undefined;
      throw error;
    }));

const GONE = new Set([404, 410]);

export const handler = notificationHandler(async ({ device: endpoint, keys }, message) => {
  const { room_id, message_id } = message;
  const subscription = { endpoint, keys: keys as PushSubscription["keys"] };
  const payload = JSON.stringify({ body: bodyOf(message), room_id, message_id });
  const vapidDetails = {
    subject: CONTACT,
    publicKey: VAPID_PUBLIC_KEY,
    privateKey: await readPrivateKey(),
  };
  try {
    await webPush.sendNotification(subscription, payload, { vapidDetails, TTL: 24 * 60 * 60 });
    return true;
  } catch (error) {
    if (error instanceof WebPushError && GONE.has(error.statusCode)) return false;
    throw error;
  }
});
