// The Lambda of an action, from the frame to the reply, on mocked AWS clients.

import "aws-sdk-client-mock-vitest/extend";
import { BatchGetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RouteResponse, WebSocketEvent } from "../../lambdas/runtime/events.ts";
import { awsError } from "../store/mock-table.ts";
import { eventOf, NOW } from "./events.ts";
import { dynamodb, gateway, openRoom, ROOM, setEnvironment } from "./mocked-room.ts";
import { watchLog } from "./watched-log.ts";

setEnvironment();
type Lambda = { handler: (event: WebSocketEvent) => Promise<RouteResponse> };
const sendMessage = (await import("../../lambdas/send-message.ts")) as Lambda;

const log = watchLog();
const busy = awsError("ThrottlingException", { status: 400 });

interface Frame {
  readonly event: string;
  readonly request_id?: string;
  readonly data: Record<string, unknown>;
}

async function ask({ handler }: Lambda, frame: object): Promise<Frame> {
  const { body = "" } = await handler(eventOf(frame));
  return JSON.parse(body) as Frame;
}
const send = (frame: object = {}) =>
  ask(sendMessage, { action: "sendMessage", room_id: ROOM, message: "Hello", ...frame });

/** The frames that were posted, by connection. */
const posted = () =>
  new Map(
    gateway.mock.calls.map(([connectionId, bytes]) => [
      connectionId,
      JSON.parse(new TextDecoder().decode(bytes)) as Frame,
    ]),
  );

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  openRoom();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("an action's Lambda", () => {
  it("replies with the event that the action causes, with the request_id", async () => {
    const reply = await send({ request_id: "7" });
    expect(reply).toMatchObject({ event: "message", request_id: "7" });
    expect(reply.data).toMatchObject({ room_id: ROOM, sender_id: "ann", message: "Hello", rev: 1 });
  });

  it("posts the same to every other connection of the members, without the request_id", async () => {
    const { request_id: _own, ...frame } = await send({ request_id: "7" });
    expect(posted()).toEqual(
      new Map([
        ["c-ann2", frame],
        ["c-bob", frame],
      ]),
    );
  });

  it("replies after the message is durable, and posts nothing before", async () => {
    dynamodb.on(PutCommand).callsFake(() => {
      expect(gateway).not.toHaveBeenCalled();
      return {};
    });
    await send();
    expect(dynamodb).toHaveReceivedCommandTimes(PutCommand, 1);
    expect(posted().size).toBe(2);
  });

  it("logs the room, the message and how the delivery went", async () => {
    const { data } = await send({ request_id: "7" });
    expect(log.lines()).toMatchObject([
      {
        message: "sendMessage",
        user: "ann",
        room: ROOM,
        request_id: "7",
        receivers: 2,
        message_id: (data as { _id: string })._id,
        rev: 1,
        correlation_id: "request-7",
        sent: 2,
        gone: 0,
        failed: 0,
        retries: 0,
      },
    ]);
  });

  it("reads the connections once, however often they are needed", async () => {
    await send();
    expect(dynamodb).toHaveReceivedCommandTimes(BatchGetCommand, 1);
  });

  it("refuses a payload before anything is read or written", async () => {
    expect((await send({ message: 7 })).data).toMatchObject({ code: "BAD_REQUEST" });
    expect((await send({ sender_id: "bob" })).data).toMatchObject({ code: "FORBIDDEN" });
    expect(dynamodb).not.toHaveReceivedAnyCommand();
    expect(gateway).not.toHaveBeenCalled();
  });

  it("posts nothing for an action that is refused, and stores nothing", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    expect((await send()).data).toMatchObject({ code: "FORBIDDEN" });
    expect(dynamodb).not.toHaveReceivedCommand(PutCommand);
    expect(gateway).not.toHaveBeenCalled();
  });

  it("waits for a read that it began, although the action is refused meanwhile", async () => {
    let isRead = false;
    dynamodb.on(BatchGetCommand).callsFake(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isRead = true;
      return {};
    });
    dynamodb.on(PutCommand).rejects(busy);
    expect((await send()).data).toMatchObject({ code: "UNAVAILABLE" });
    expect(isRead).toBe(true);
  });
});

describe("a connection that is gone", () => {
  beforeEach(() => {
    gateway.mockImplementation((connectionId) =>
      Promise.resolve({ posted: connectionId === "c-bob" ? "gone" : "sent" }),
    );
  });
  const forgotten = () =>
    dynamodb.commandCalls(UpdateCommand, {
      UpdateExpression: "SET last_seen_at = :now REMOVE #connection",
    }).length;

  it("is removed by an action that may write the table", async () => {
    expect((await send()).event).toBe("message");
    expect(forgotten()).toBe(1);
    expect(dynamodb).toHaveReceivedCommandWith(UpdateCommand, {
      Key: { pk: "USER#bob", sk: "USER" },
      ExpressionAttributeNames: { "#connection": "conn:c-bob" },
    });
    expect([...posted().keys()]).toContain("c-ann2");
  });
});

describe("a write that fails after the message is stored", () => {
  beforeEach(() => {
    dynamodb.on(UpdateCommand).rejects(busy);
  });

  it("is an error if the message has an id of the client's: a repeat does not store it again", async () => {
    expect((await send({ _id: "chosen" })).data).toMatchObject({ code: "UNAVAILABLE" });
  });

  it("is not an error if it has none: a repeat would store it again", async () => {
    expect((await send()).event).toBe("message");
    expect(log.lines().filter(({ level }) => level === "warn")).toHaveLength(2);
  });
});
