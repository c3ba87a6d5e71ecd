// The queue of large rooms' events, on SQS.

import { createHash, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import { jsonService, type JsonAnswer } from "../http/json-service.ts";
import { isUnavailable } from "../http/unavailable.ts";

/** How long one try may take, and the longest pause before the next, in milliseconds. */
const TRY_MS = 2_000;
const PAUSE_MS = 100;
const TRIES = 3;

/** The attribute of a message that names the request which it comes of. */
export const CORRELATION_ID = "correlation_id";

interface FanOutQueueOptions {
  /** Default: the host of the queue's URL. */
  readonly endpoint?: string | undefined;
  /** The request that what is sent comes of, which goes with it as an attribute: the receiver's log names it too. */
  readonly correlationId?: () => string | undefined;
}

/**
 * The FIFO queue at `queueUrl`. Sending is tried three times; a repeat has the same deduplication id. Throws what SQS or
 * the way there comes to, under the name of SQS's error.
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
    // By chance: what was handed over before and was told may have to be told again.
    handOver: (event) => send(event, event.room, randomUUID()),
    // Slices of one room go beside each other, those of the same part of its members in order.
    handOn: (slice) => send(slice, `${slice.index} ${slice.room}`, hash(JSON.stringify(slice))),
  };
}

function check({ statusCode, text }: JsonAnswer): void {
  if (statusCode === 200) return;
  throw Object.assign(new Error(`SQS answered ${statusCode}.`), {
    name: errorIn(text),
    $metadata: { httpStatusCode: statusCode },
  });
}

// Before its name there may be a number sign and the namespace that it is of.
function errorIn(text: string): string {
  try {
    const { __type = "Error" } = JSON.parse(text) as { readonly __type?: string };
    return __type.slice(__type.indexOf("#") + 1);
  } catch {
    return "Error";
  }
}

/** A room's id may be longer than a group's, and an operator who looks at the queue need not read it. */
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** JSON without a character that SQS refuses: not every one that JSON leaves as it is may be in a message. */
export const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
