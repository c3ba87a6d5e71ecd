// Notifies phones of a message that did not reach the user, by SNS.

import { DeleteEndpointCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { bodyOf, notificationHandler, type MessageSent } from "./message-sent.ts";

const sns = new SNSClient();

/** SNS takes the JSON of each platform as a string. On a device, notifications of one room are grouped or replaced. */
const payloadOf = (message: MessageSent): string => {
  const { room_id, message_id } = message;
  const body = bodyOf(message);
  const data = { room_id, message_id };
  const apns = JSON.stringify({
    aps: { alert: { body }, sound: "default", "thread-id": room_id },
    ...data,
  });
  const fcm = {
    fcmV1Message: {
      message: {
        notification: { body },
        data,
        android: { collapse_key: room_id, priority: "high" },
      },
    },
  };
  return JSON.stringify({
    default: body,
    APNS: apns,
    APNS_SANDBOX: apns,
    GCM: JSON.stringify(fcm),
  });
};

export const handler = notificationHandler(async ({ device: TargetArn }, message) => {
  const Message = payloadOf(message);
  try {
    await sns.send(new PublishCommand({ TargetArn, MessageStructure: "json", Message }));
    return true;
  } catch (error) {
    // The app was uninstalled, or its token has changed: the app registers a new token itself.
    if (!(error instanceof Error && /^(EndpointDisabled|NotFound)/.test(error.name))) throw error;
    await sns.send(new DeleteEndpointCommand({ EndpointArn: TargetArn }));
    return false;
  }
});
