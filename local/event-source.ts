// Lambda's event source mapping of an SQS queue: receives batches, invokes a handler, and deletes the messages that it
// did not report as failed. A failed message is received again after its visibility timeout.
import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Handler } from "./gateway/handler.ts";

export interface EventSourceOptions {
  readonly client: SQSClient;
  readonly queue: { readonly url: string; readonly arn: string };
  readonly handler: Handler;
  readonly functionName: string;
  /** The Lambda's timeout: a batch that takes longer fails as a whole. */
  readonly timeoutMs: number;
  /** The number of batches that are processed concurrently. */
  readonly concurrency: number;
  /** The delay of a retry, in place of the queue's visibility timeout: for tests. */
  readonly retryAfterSeconds?: number;
  /** Called when the handler throws or times out. */
  readonly onFailure?: (error: unknown) => void;
}

export interface EventSource {
  /** Called between queue and handler; can delay or duplicate messages. */
  faults: { receive?: ((records: SQSRecord[]) => Promise<SQSRecord[]> | SQSRecord[]) | undefined };
  /** Resolves once the queue is empty and no batch is being processed. */
  settled(): Promise<void>;
  /** Stops receiving, and waits for running batches. May be called again. */
  close(): Promise<void>;
}

const BATCH_SIZE = 10;
const LONG_POLL_SECONDS = 20;
/** The pause after a failed request to SQS. */
const PAUSE_MS = 200;
/** The interval at which `settled` checks whether the queue is empty. */
const LOOK_MS = 10;

export function startEventSource(options: EventSourceOptions): EventSource {
  const { client, queue, concurrency } = options;
  const stop = new AbortController();
  const faults: EventSource["faults"] = {};
  let running = 0;

  const poll = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const messages = await receive(client, queue.url, stop.signal);
      if (messages.length === 0) continue;
      running += 1;
      await handleBatch(options, faults, messages).finally(() => {
        running -= 1;
      });
    }
  };
  const polls = Promise.all(Array.from({ length: concurrency }, poll));

  return {
    faults,
    async settled() {
      while (running > 0 || (await depthOf(client, queue.url)) > 0) await pause(LOOK_MS);
    },
    async close() {
      stop.abort();
      await polls;
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function receive(client: SQSClient, url: string, signal: AbortSignal): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: BATCH_SIZE,
    WaitTimeSeconds: LONG_POLL_SECONDS,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });
  try {
    return (await client.send(command, { abortSignal: signal })).Messages ?? [];
  } catch {
    if (!signal.aborted) await pause(PAUSE_MS);
    return [];
  }
}

/** The number of messages in the queue, including those in flight and those that wait for a retry. */
async function depthOf(client: SQSClient, url: string): Promise<number> {
  const names = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
  ] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] });
  const { Attributes } = await client.send(command);
  return names.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
}

async function handleBatch(
  options: EventSourceOptions,
  faults: EventSource["faults"],
  messages: readonly Message[],
): Promise<void> {
  const { client, queue, retryAfterSeconds } = options;
  const records = messages.map((message) => recordOf(message, queue.arn));
  const handed = (await faults.receive?.(records)) ?? records;
  const failed = await failuresOf(options, handed);
  const [failures, done] = [true, false].map((has) =>
    messages.filter(({ MessageId = "" }) => (failed === "all" || failed.has(MessageId)) === has),
  ) as [Message[], Message[]];
  if (done.length > 0) {
    const command = { QueueUrl: queue.url, Entries: done.map(receiptOf) };
    await client.send(new DeleteMessageBatchCommand(command));
  }
  if (failures.length > 0 && retryAfterSeconds !== undefined) {
    // In reverse order, because each message goes to the front of its group.
    const Entries = failures
      .toReversed()
      .map((message) => ({ ...receiptOf(message), VisibilityTimeout: retryAfterSeconds }));
    const command = { QueueUrl: queue.url, Entries };
    await client.send(new ChangeMessageVisibilityBatchCommand(command));
  }
}

const receiptOf = ({ MessageId: Id = "", ReceiptHandle = "" }: Message) => ({ Id, ReceiptHandle });

/** Invokes the handler with a batch. Returns the ids of the messages to retry. */
async function failuresOf(
  { handler, functionName, timeoutMs, onFailure }: EventSourceOptions,
  records: SQSRecord[],
): Promise<"all" | ReadonlySet<string>> {
  const deadline = Date.now() + timeoutMs;
  const context = {
    awsRequestId: randomUUID(),
    functionName,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${functionName} took longer than ${timeoutMs} ms.`));
    }, timeoutMs);
  });
  try {
    const event = JSON.parse(JSON.stringify({ Records: records } satisfies SQSEvent)) as SQSEvent;
    const work = Promise.resolve(handler(event, context));
    const answer = (await Promise.race([work, late])) as SQSBatchResponse | undefined;
    const failures = answer?.batchItemFailures ?? [];
    return new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  } catch (error) {
    onFailure?.(error);
    return "all";
  } finally {
    clearTimeout(timer);
  }
}

function recordOf(message: Message, arn: string): SQSRecord {
  const { MessageId = "", ReceiptHandle = "", Body = "", MD5OfBody = "", Attributes } = message;
  const [, , , region = ""] = arn.split(":");
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    md5OfBody: MD5OfBody,
    attributes: Attributes as unknown as SQSRecord["attributes"],
    messageAttributes: attributesOf(message),
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: region,
  };
}

function attributesOf({ MessageAttributes = {} }: Message): SQSRecord["messageAttributes"] {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { StringValue: stringValue, DataType: dataType = "String" }]) => [
      name,
      { ...(stringValue !== undefined && { stringValue }), dataType },
    ],
  );
  return Object.fromEntries(attributes) as SQSRecord["messageAttributes"];
}
