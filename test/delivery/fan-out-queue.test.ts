// The messages to SQS for large rooms.

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { FanOutQueue } from "../../lambdas/chat/fan-out-queue.ts";
import { asciiJson, fanOutQueue } from "../../lambdas/delivery/fan-out-queue.ts";
import { isUnavailable } from "../../lambdas/http/unavailable.ts";
import { stubCredentials } from "../http/credentials.ts";
import { startScriptedServer, type ScriptedServer } from "../http/server.ts";

let server: ScriptedServer;
let queue: FanOutQueue;
beforeAll(async () => {
  stubCredentials();
  server = await startScriptedServer();
  queue = fanOutQueue(`http://127.0.0.1:${server.port}/42/fan-out.fifo`);
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  server.received.length = 0;
  server.answer((response) => response.end("{}"));
});

type Input = Record<
  "QueueUrl" | "MessageBody" | "MessageGroupId" | "MessageDeduplicationId",
  string
> & { readonly MessageAttributes?: object };
const inputs = () => server.received.map(({ body }) => JSON.parse(body.toString()) as Input);
const refuse = (times: number, status: number, type?: string) => {
  server.answer((response) => {
    if (server.received.length > times) response.end("{}");
    else
      response
        .writeHead(status)
        .end(type && JSON.stringify({ __type: `com.amazonaws.sqs#${type}` }));
  });
};
const slice = { room: "tea", after: 3, to: 5, behind: "bob", index: 1 };

it("hands an event over in the group of its room, each time under another id", async () => {
  await queue.sendEvent({ room: "tea", rev: 7 });
  await queue.sendEvent({ room: "tea", rev: 7 });
  await queue.sendEvent({ room: "chess", rev: 7 });
  const [first, second, other] = inputs();
  expect(first).toMatchObject({
    QueueUrl: `http://127.0.0.1:${server.port}/42/fan-out.fifo`,
    MessageBody: '{"room":"tea","rev":7}',
  });
  expect(first?.MessageGroupId).toBe(second?.MessageGroupId);
  expect(first?.MessageGroupId).not.toBe(other?.MessageGroupId);
  expect(first?.MessageDeduplicationId).not.toBe(second?.MessageDeduplicationId);
});

it("sends the request that caused it as an attribute, if there is one", async () => {
  const url = `http://127.0.0.1:${server.port}/42/fan-out.fifo`;
  const ids = ["g-1", undefined];
  const correlated = fanOutQueue(url, { correlationId: () => ids.shift() });
  await correlated.sendSlice(slice);
  await correlated.sendSlice(slice);
  const [first, second] = inputs();
  expect(first?.MessageAttributes).toEqual({
    correlation_id: { DataType: "String", StringValue: "g-1" },
  });
  expect(second).not.toHaveProperty("MessageAttributes");
  expect(first?.MessageDeduplicationId).toBe(second?.MessageDeduplicationId);
});

it("names a group so that SQS takes it, however long the room's id", async () => {
  await queue.sendEvent({ room: "r".repeat(128), rev: 1 });
  expect(inputs()[0]?.MessageGroupId).toMatch(/^[0-9a-f]{1,128}$/);
});

it("hands the same slice on once, in a group of its own", async () => {
  await queue.sendEvent({ room: "tea", rev: 5 });
  await queue.sendSlice(slice);
  await queue.sendSlice(slice);
  await queue.sendSlice({ ...slice, after: 5, to: 6 });
  await queue.sendSlice({ ...slice, index: 2 });
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

it("is signed for SQS, in its JSON protocol", async () => {
  await queue.sendEvent({ room: "tea", rev: 7 });
  expect(server.received[0]).toMatchObject({
    method: "POST",
    url: "/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.SendMessage",
      authorization: expect.stringContaining("/eu-central-1/sqs/aws4_request") as string,
    },
  });
});

it("is tried three times, as the same message, while SQS pushes back", async () => {
  refuse(2, 400, "ThrottlingException");
  await queue.sendEvent({ room: "tea", rev: 7 });
  expect(server.received).toHaveLength(3);
  expect(new Set(inputs().map(({ MessageDeduplicationId }) => MessageDeduplicationId)).size).toBe(
    1,
  );

  server.received.length = 0;
  refuse(9, 503);
  const error: unknown = await queue
    .sendEvent({ room: "tea", rev: 7 })
    .catch((thrown: unknown) => thrown);
  expect(isUnavailable(error)).toBe(true);
  expect(server.received).toHaveLength(3);
});

it("is not tried again if it is refused, and rejects with the reason", async () => {
  refuse(9, 400, "QueueDoesNotExist");
  await expect(queue.sendEvent({ room: "tea", rev: 7 })).rejects.toMatchObject({
    name: "QueueDoesNotExist",
  });
  expect(server.received).toHaveLength(1);
});
