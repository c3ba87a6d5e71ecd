// The fan-out of large rooms: its queue, its dead-letter queue, and how the queue invokes its Lambda.

import { describe, expect, test } from "vitest";
import { ROUTES } from "../../lambdas/routes.ts";
import { FULL, resourcesOf } from "./app.ts";
import { render } from "../../bench/harness/template.ts";
import { fanOutOf, lambdaOf } from "./wiring.ts";

const resources = resourcesOf();
const full = resourcesOf(FULL);

const queueIn = (of: typeof resources, name: string) => {
  const found = of
    .entries("AWS::SQS::Queue")
    .find(([, { Properties }]) => Properties.QueueName === name);
  if (!found) throw new Error(`There is no queue ${name}.`);
  return { id: found[0], properties: found[1].Properties };
};
const queue = queueIn(resources, "Parley-dev-fan-out.fifo");
const dead = queueIn(resources, "Parley-dev-fan-out-dead.fifo");

test.each([queue, dead])("$id is FIFO, with the quota of each room its own", ({ properties }) => {
  expect(properties).toMatchObject({
    FifoQueue: true,
    FifoThroughputLimit: "perMessageGroupId",
    DeduplicationScope: "messageGroup",
    SqsManagedSseEnabled: true,
  });
});

test("a message is received again after three times the Lambda's time-out, and goes to the dead letters after five receipts", () => {
  expect(queue.properties.VisibilityTimeout).toBe(30);
  expect(fanOutOf(resources).resource.Properties.Timeout).toBe(10);
  const { deadLetterTargetArn, maxReceiveCount } = queue.properties.RedrivePolicy as {
    deadLetterTargetArn: unknown;
    maxReceiveCount: number;
  };
  expect(render(deadLetterTargetArn)).toBe(`\${${dead.id}.Arn}`);
  expect(maxReceiveCount).toBe(5);
});

test("the Lambda gets ten messages at a time, and reports which of them failed", () => {
  const source = resources.one("AWS::Lambda::EventSourceMapping").Properties;
  expect(render(source.EventSourceArn)).toBe(`\${${queue.id}.Arn}`);
  expect(source).toMatchObject({
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
  // FIFO queues do not support it.
  expect(source).not.toHaveProperty("MaximumBatchingWindowInSeconds");
});

test("nothing unencrypted reaches either queue", () => {
  const denied = resources.ofType("AWS::SQS::QueuePolicy").map(({ Properties }) => {
    expect(JSON.stringify(Properties)).toContain('"aws:SecureTransport":"false"');
    return (Properties.Queues as unknown[]).map(render).join();
  });
  expect(denied.sort()).toEqual([dead.id, queue.id].map((id) => `\${${id}}`).sort());
});

describe("settings", () => {
  test("set how many fan-outs run at a time, and how fast each posts", () => {
    expect(full.one("AWS::Lambda::EventSourceMapping").Properties).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 9 },
    });
    expect(fanOutOf(full).environment).toMatchObject({ FAN_OUT_POSTS_PER_SECOND: "300" });
    expect(fanOutOf(resources).environment).toMatchObject({ FAN_OUT_POSTS_PER_SECOND: "1000" });
  });

  test("set how many connections of a user a fan-out joins", () => {
    const { LIMITS = "{}" } = fanOutOf(full).environment;
    expect(JSON.parse(LIMITS)).toMatchObject({ connections: 5 });
  });

  test("tell every Lambda with the table which rooms are large, and how large they may be", () => {
    for (const { key, grants } of ROUTES) {
      const { SMALL_ROOM_MEMBERS: small, MAX_GROUP_MEMBERS: most } = lambdaOf(
        full,
        key,
      ).environment;
      const expected = grants.table.length > 0 ? ["20", "500"] : [undefined, undefined];
      expect([small, most], key).toEqual(expected);
    }
  });
});
