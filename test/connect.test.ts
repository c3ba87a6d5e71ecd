// The handler of $connect: stores the connection with its expiry, or refuses the handshake.

import "aws-sdk-client-mock-vitest/extend";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EXPIRY, eventOf, NOW, type EventOptions } from "./runtime/events.ts";
import { dynamodb, gateway, setEnvironment } from "./runtime/mocked-room.ts";
import { watchLog } from "./runtime/watched-log.ts";
import { awsError } from "./store/mock-table.ts";

setEnvironment();
const { handler } = await import("../lambdas/connect.ts");

const log = watchLog();
const TWO_HOURS = 2 * 60 * 60 * 1_000;
const KEY = { pk: "USER#ann", sk: "USER" };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  dynamodb.reset();
  gateway.mockReset();
  dynamodb.on(UpdateCommand).resolves({ Attributes: { ...KEY, "conn:c-ann": NOW + TWO_HOURS } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Connects and returns the expiry with which the connection is stored. */
async function untilOf(options: EventOptions): Promise<unknown> {
  await handler(eventOf(undefined, options));
  const [{ args: [{ input }] } = { args: [{ input: {} }] }] = dynamodb.commandCalls(
    UpdateCommand,
  ) as unknown as { args: [{ input: { ExpressionAttributeValues?: Record<string, unknown> } }] }[];
  return input.ExpressionAttributeValues?.[":until"];
}

describe("$connect", () => {
  it("opens the connection, with one write and nothing else", async () => {
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    expect(dynamodb.calls()).toHaveLength(1);
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: "parley-test",
      Key: KEY,
      ExpressionAttributeNames: { "#connection": "conn:c-ann", "#bucket": "connects_full_at" },
    });
    expect(gateway).not.toHaveBeenCalled();
  });

  it("stores the connection for the two hours that the gateway lets it live", async () => {
    expect(await untilOf({ connectedAt: NOW, exp: EXPIRY + 7_200 })).toBe(NOW + TWO_HOURS);
  });

  it("counts them from the opening, not from the handler's start", async () => {
    const connectedAt = NOW - 5_000;
    expect(await untilOf({ connectedAt, exp: EXPIRY + 7_200 })).toBe(connectedAt + TWO_HOURS);
  });

  it("stores it no longer than its token is valid", async () => {
    expect(await untilOf({ exp: EXPIRY, connectedAt: NOW })).toEqual({
      until: EXPIRY * 1_000,
      since: NOW,
      batch: undefined,
    });
  });

  it("stores the first name of the token for a user without one", async () => {
    await handler(eventOf(undefined, { firstName: "Ann" }));
    expect(dynamodb).toHaveReceivedCommandWith(UpdateCommand, {
      UpdateExpression:
        "SET v = :v, #connection = :until, #bucket = :full_at, first_name = if_not_exists(first_name, :first_name)",
    });
  });

  it("removes dead connections of the user, with one more write", async () => {
    const Attributes = { ...KEY, "conn:c-ann": NOW + 1, "conn:dead": NOW - 1 };
    dynamodb.on(UpdateCommand).resolvesOnce({ Attributes }).resolves({});
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    expect(dynamodb).toHaveReceivedLastCommandWith(UpdateCommand, {
      Key: KEY,
      UpdateExpression: "REMOVE #c0",
      ExpressionAttributeNames: { "#c0": "conn:dead" },
    });
    expect(dynamodb).toHaveReceivedCommandTimes(UpdateCommand, 2);
  });

  it("does not count dead connections: no live one is closed for them", async () => {
    const { connections } = JSON.parse(process.env.LIMITS ?? "") as { connections: number };
    const over = { until: NOW - 1, since: NOW - 2 };
    const dead = Array.from({ length: connections }, (_, i) => [`conn:dead-${i}`, over] as const);
    const Attributes = { ...KEY, "conn:old": NOW + 1, ...Object.fromEntries(dead) };
    dynamodb.on(UpdateCommand).resolvesOnce({ Attributes }).resolves({});
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    expect(gateway).not.toHaveBeenCalled();
  });

  it("removes dead connections first if they leave the item no room for another", async () => {
    const message = "Item size to update has exceeded the maximum allowed size";
    const isFull = Object.assign(awsError("ValidationException"), { message });
    const Item = { ...KEY, "conn:dead": NOW - 1 };
    dynamodb
      .on(UpdateCommand)
      .rejectsOnce(isFull)
      .resolves({ Attributes: { ...KEY, "conn:c-ann": NOW + 1 } })
      .on(GetCommand)
      .resolves({ Item });
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    const removals = dynamodb
      .commandCalls(UpdateCommand)
      .map(({ args: [{ input }] }) => input.UpdateExpression?.startsWith("REMOVE #c0"));
    expect(removals).toEqual([false, true, false]);
  });

  it("accepts the connection if removing dead ones fails, and logs that", async () => {
    const Attributes = { ...KEY, "conn:dead": NOW - 1 };
    dynamodb.on(UpdateCommand).resolvesOnce({ Attributes }).rejects(awsError("TimeoutError"));
    expect(await handler(eventOf())).toEqual({ statusCode: 200 });
    expect(log.lines()).toMatchObject([
      { level: "warn", message: "connect", user: "ann", dead: 1, error: "TimeoutError" },
      { level: "info", message: "connect" },
    ]);
  });

  it("logs who connected, and no token", async () => {
    const headers = { Authorization: "Bearer hush-hush" };
    const event = { ...eventOf(), headers, queryStringParameters: { token: "hush-hush" } };
    await handler(event);
    expect(log.lines()).toEqual([
      {
        level: "info",
        message: "connect",
        connection: "c-ann",
        user: "ann",
        correlation_id: "request-7",
      },
    ]);
  });
});

describe("a connection that cannot be stored is refused", () => {
  it.each([
    [503, "when DynamoDB pushes back", awsError("ThrottlingException", { status: 400 })],
    [503, "when DynamoDB cannot be reached", awsError("Error", { code: "ECONNREFUSED" })],
    [503, "when DynamoDB does not answer", awsError("TimeoutError")],
    [500, "when DynamoDB will have none of it", awsError("AccessDeniedException")],
    [500, "when something of ours is wrong", new TypeError("insides")],
  ])("with %i %s, and nothing but that", async (statusCode, _when, error) => {
    dynamodb.on(UpdateCommand).rejects(error);
    expect(await handler(eventOf())).toStrictEqual({ statusCode });
    expect(log.lines()).toMatchObject([
      { level: "error", message: "connect", user: "ann", error: error.name },
    ]);
  });

  it("by throwing when the API has no authorizer", async () => {
    const requestContext = { connectionId: "c", requestId: "r", connectedAt: NOW };
    await expect(handler({ requestContext })).rejects.toThrow("no authorizer");
    expect(dynamodb).not.toHaveReceivedAnyCommand();
  });
});
