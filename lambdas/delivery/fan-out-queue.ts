// The queue of what large rooms have to tell, on SQS.

import { createHash, randomUUID } from "node:crypto";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { FanOutQueue } from "../chat/fan-out-queue.ts";

/** One client per container. A request is given up after 2 s and tried three times, as the table's are. */
export const queueClient = (endpoint: string | undefined): SQSClient =>
  new SQSClient({
    ...(endpoint && { endpoint }),
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      throwOnRequestTimeout: true,
    },
  });

export function fanOutQueue(client: SQSClient, QueueUrl: string): FanOutQueue {
  const send = async (body: object, group: string, deduplication: string) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: asciiJson(body),
        MessageGroupId: hash(group),
        MessageDeduplicationId: deduplication,
      }),
    );
  };
  return {
    // By chance: what was handed over before and was told may have to be told again.
    handOver: (event) => send(event, event.room, randomUUID()),
    // Slices of one room go beside each other, those of the same part of its members in order.
    handOn: (slice) => send(slice, `${slice.index} ${slice.room}`, hash(JSON.stringify(slice))),
  };
}

/** A room's id may be longer than a group's, and need not be read by whoever looks at the queue. */
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** JSON without a character that SQS refuses: not every one that JSON leaves as it is may be in a message. */
export const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
