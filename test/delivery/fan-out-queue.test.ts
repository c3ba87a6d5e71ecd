// What is sent to SQS of large rooms.

import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, it } from "vitest";
import { asciiJson, fanOutQueue } from "../../lambdas/delivery/fan-out-queue.ts";

const sqs = mockClient(SQSClient);
const queue = fanOutQueue(
  new SQSClient({ region: "us-east-1" }),
  "https://queue.example/fan-out.fifo",
);
beforeEach(() => {
  sqs.reset();
});

const inputs = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
const slice = { room: "tea", after: 3, to: 5, behind: "bob", index: 1 };

it("hands an event over in the group of its room, each time under another id", async () => {
  await queue.handOver({ room: "tea", rev: 7 });
  await queue.handOver({ room: "tea", rev: 7 });
  await queue.handOver({ room: "chess", rev: 7 });
  const [first, second, other] = inputs();
  expect(first).toMatchObject({
    QueueUrl: "https://queue.example/fan-out.fifo",
    MessageBody: '{"room":"tea","rev":7}',
  });
  expect(first?.MessageGroupId).toBe(second?.MessageGroupId);
  expect(first?.MessageGroupId).not.toBe(other?.MessageGroupId);
  expect(first?.MessageDeduplicationId).not.toBe(second?.MessageDeduplicationId);
});

it("names a group so that SQS takes it, however long the room's id", async () => {
  await queue.handOver({ room: "r".repeat(128), rev: 1 });
  expect(inputs()[0]?.MessageGroupId).toMatch(/^[0-9a-f]{1,128}$/);
});

it("hands the same slice on once, in a group of its own", async () => {
  await queue.handOver({ room: "tea", rev: 5 });
  await queue.handOn(slice);
  await queue.handOn(slice);
  await queue.handOn({ ...slice, after: 5, to: 6 });
  await queue.handOn({ ...slice, index: 2 });
  const [event, first, again, later, second] = inputs();
  expect(first?.MessageDeduplicationId).toBe(again?.MessageDeduplicationId);
  expect(first?.MessageDeduplicationId).not.toBe(later?.MessageDeduplicationId);
  expect(first?.MessageGroupId).toBe(later?.MessageGroupId);
  expect(new Set([event, first, second].map((each) => each?.MessageGroupId)).size).toBe(3);
});

it("sends ASCII, since SQS refuses characters that JSON leaves as they are", () => {
  const value = { text: "é\uffff\u0000😀\u007f" };
  expect(asciiJson(value)).toMatch(/^[ -~]*$/);
  expect(JSON.parse(asciiJson(value))).toEqual(value);
});
