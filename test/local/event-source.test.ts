// The emulation of Lambda's event source mapping, on the SQS of this process, with the production client.

import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startEventSource, type EventSource } from "../../local/event-source.ts";
import { ensureFifoQueue, type FifoQueue } from "../../local/fifo-queue.ts";
import { startQueueService, type QueueService } from "../../local/queue.ts";

let service: QueueService;
let client: SQSClient;
let queue: FifoQueue;
let source: EventSource;
let queues = 0;
beforeAll(async () => {
  service = await startQueueService();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new SQSClient({ endpoint: service.endpoint, region: "us-east-1", credentials });
});
afterAll(async () => {
  client.destroy();
  await service.close();
});
beforeEach(async () => {
  const name = `queue-${++queues}`;
  queue = await ensureFifoQueue(client, { name, visibilitySeconds: 30, maxReceiveCount: 3 });
});
afterEach(() => source.close());

let sent = 0;
const send = (group: string, body: string, deduplication = `d-${++sent}`) =>
  client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: deduplication,
      MessageAttributes: { from: { DataType: "String", StringValue: "ann" } },
    }),
  );

interface Seen {
  readonly bodies: string[];
  readonly records: SQSRecord[];
  errors: number;
}

/** Records the handler's batches. `fails` decides for each record whether it fails, or "throw": the handler throws. */
function watch(fails: (record: SQSRecord) => boolean | "throw" = () => false): Seen {
  const seen: Seen = { bodies: [], records: [], errors: 0 };
  source = startEventSource({
    client,
    queue,
    functionName: "fan-out",
    timeoutMs: 5_000,
    concurrency: 2,
    retryAfterSeconds: 0,
    onFailure: () => (seen.errors += 1),
    handler: (event) => {
      const failures = (event as SQSEvent).Records.filter((record) => {
        seen.bodies.push(record.body);
        seen.records.push(record);
        const fate = fails(record);
        if (fate === "throw") throw new Error("The handler fails.");
        return fate;
      });
      return {
        batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })),
      };
    },
  });
  return seen;
}

const receiptsOf = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount);

it("hands messages over in the order of their group, as Lambda's event has them", async () => {
  for (const body of ["1", "2", "3"]) await send("room", body);
  const { bodies, records } = watch();
  await source.settled();
  expect(bodies).toEqual(["1", "2", "3"]);
  expect(records[0]).toMatchObject({
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: "us-east-1",
    attributes: { MessageGroupId: "room", ApproximateReceiveCount: "1" },
    messageAttributes: { from: { stringValue: "ann", dataType: "String" } },
  });
});

it("drops a message that is sent twice with the same id", async () => {
  await send("room", "1", "same");
  await send("room", "1", "same");
  const { bodies } = watch();
  await source.settled();
  expect(bodies).toEqual(["1"]);
});

it("receives a failed message again, before later ones of its group and after those of other groups", async () => {
  await send("room", "bad");
  await send("room", "next");
  await send("other", "fine");
  const { bodies } = watch((record) => record.body === "bad" && receiptsOf(record) < 3);
  await source.settled();
  expect(bodies.filter((body) => body !== "fine")).toEqual(["bad", "bad", "bad", "next"]);
  expect(bodies.filter((body) => body === "fine")).toHaveLength(1);
});

it("moves a message to the dead letters after the most receipts", async () => {
  await send("room", "poison");
  await send("room", "next");
  const { bodies } = watch(({ body }) => body === "poison");
  await source.settled();
  expect(bodies).toEqual(["poison", "poison", "poison", "next"]);
  const command = new ReceiveMessageCommand({ QueueUrl: queue.deadLetterUrl });
  const { Messages } = await client.send(command);
  expect(Messages?.map(({ Body }) => Body)).toEqual(["poison"]);
});

it("counts all messages of a batch as failed if the handler throws", async () => {
  await send("room", "1");
  const seen = watch((record) => (receiptsOf(record) === 1 ? "throw" : false));
  await source.settled();
  expect(seen).toMatchObject({ bodies: ["1", "1"], errors: 1 });
});

it("lets a test deliver messages twice", async () => {
  const seen = watch();
  source.faults.receive = (records) => [...records, ...records];
  await send("room", "1");
  await source.settled();
  expect(seen.bodies).toEqual(["1", "1"]);
});

it("is refused to web pages", async () => {
  watch();
  const answer = await fetch(service.endpoint, { headers: { origin: "https://evil.example" } });
  expect(answer.status).toBe(403);
});
