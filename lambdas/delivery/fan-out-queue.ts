// The queue of large rooms' events, on SQS.

import { createHash, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import { jsonService, type JsonAnswer } from "../http/json-service.ts";
import { isUnavailable } from "../http/unavailable.ts";

/** The time limit of one attempt, and the longest pause before the second, in milliseconds. */
const TRY_MS = 2_000;
const PAUSE_MS = 100;
const TRIES = 3;

/** The message attribute that holds the id of the request that sent the message. */
export const CORRELATION_ID = "correlation_id";

interface FanOutQueueOptions {
  /** Default: the host of the queue's URL. */
  readonly endpoint?: string | undefined;
  /** The id of the current request. It is sent with each message, so that the receiver's log lines have it too. */
  readonly correlationId?: () => string | undefined;
}

/**
 * The FIFO queue at `queueUrl`. Sending is tried three times, with the same deduplication id. Throws SQS's error under
 * its name, or a network error.
 */
export function fanOutQueue(
  queueUrl: string,
  { endpoint = new URL(queueUrl).origin, correlationId }: FanOutQueueOptions = {},
): FanOutQueue {
  const call = jsonService({ endpoint, service: "sqs", target: "AmazonSQS", version: "1.0" });
  const send = async (body: object, group: string, deduplication: string): Promise<void> => {
    const id = correlationId?.();
    const input = {
      QueueUrl: queueUrl,
      MessageBody: asciiJson(body),
      MessageGroupId: hash(group),
      MessageDeduplicationId: deduplication,
      ...(id !== undefined && {
        MessageAttributes: { [CORRELATION_ID]: { DataType: "String", StringValue: id } },
      }),
    };
    for (let tries = 1; ; tries++) {
      try {
        check(await call("SendMessage", input, TRY_MS));
        return;
      } catch (error) {
        if (tries === TRIES || !isUnavailable(error)) throw error;
      }
      await setTimeout(Math.random() * PAUSE_MS * tries);
    }
  };
  return {
    // A random deduplication id, because a repeat may have to be delivered again.
    sendEvent: (event) => send(event, event.room, randomUUID()),
    // Slices of one room run concurrently; those with the same index run in order.
    sendSlice: (slice) => send(slice, `${slice.index} ${slice.room}`, hash(JSON.stringify(slice))),
  };
}

function check({ statusCode, text }: JsonAnswer): void {
  if (statusCode === 200) return;
  throw Object.assign(new Error(`SQS answered ${statusCode}.`), {
    name: errorIn(text),
    $metadata: { httpStatusCode: statusCode },
  });
}

// The error's name may follow a namespace and a number sign.
function errorIn(text: string): string {
  try {
    const { __type = "Error" } = JSON.parse(text) as { readonly __type?: string };
    return __type.slice(__type.indexOf("#") + 1);
  } catch {
    return "Error";
  }
}

/** Hashes a room's id, which may be longer than SQS allows for a group id, and which operators need not see. */
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** JSON with all but printable ASCII escaped, since SQS refuses some characters that JSON allows. */
export const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
