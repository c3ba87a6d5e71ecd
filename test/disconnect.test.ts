// The handler of $disconnect: removes the connection.

import "aws-sdk-client-mock-vitest/extend";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EXPIRY, eventOf, NOW } from "./runtime/events.ts";
import { dynamodb, setEnvironment } from "./runtime/mocked-room.ts";
import { watchLog } from "./runtime/watched-log.ts";
import { awsError } from "./store/mock-table.ts";

setEnvironment();
const { handler } = await import("../lambdas/disconnect.ts");

const log = watchLog();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  dynamodb.reset();
  dynamodb.on(UpdateCommand).resolves({});
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("$disconnect", () => {
  it("removes exactly that connection from its user, and stores the time, with one write", async () => {
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    expect(dynamodb.calls()).toHaveLength(1);
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      Key: { pk: "USER#ann", sk: "USER" },
      UpdateExpression: "SET last_seen_at = :now REMOVE #connection",
      ConditionExpression: "attribute_exists(#connection)",
      ExpressionAttributeNames: { "#connection": "conn:c-ann" },
      ExpressionAttributeValues: { ":now": NOW },
    });
    expect(log.lines()).toEqual([
      {
        correlation_id: "request-7",
        level: "info",
        message: "disconnect",
        connection: "c-ann",
        user: "ann",
      },
    ]);
  });

  it("does so also for a connection whose token has run out", async () => {
    vi.setSystemTime(EXPIRY * 1_000 + 1);
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    expect(dynamodb).toHaveReceivedCommandTimes(UpdateCommand, 1);
  });

  it("fails when it cannot: the next post or connect finds the connection dead", async () => {
    const busy = awsError("ThrottlingException");
    dynamodb.on(UpdateCommand).rejects(busy);
    await expect(handler(eventOf())).rejects.toBe(busy);
  });
});
