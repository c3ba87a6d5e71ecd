// Privacy of the log: it never contains the text of a message, a name, an attachment or a token.

import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WebSocketEvent } from "../../lambdas/runtime/events.ts";
import { awsError } from "../store/mock-table.ts";
import { EXPIRY, eventOf, NOW } from "./events.ts";
import { dynamodb, gateway, openRoom, ROOM, setEnvironment } from "./mocked-room.ts";
import { watchLog } from "./watched-log.ts";

setEnvironment();
const { handler } = await import("../../lambdas/send-message.ts");

const log = watchLog();
const SECRET = "hush-hush";

const message = {
  action: "sendMessage",
  room_id: ROOM,
  message: SECRET,
  first_name: SECRET,
  attachments: [SECRET],
  reply_message: { [SECRET]: SECRET },
  message_type: SECRET,
};

/** Adds the handshake's token to a message's event. API Gateway never does; the token must not be logged even then. */
const withToken = (event: WebSocketEvent) => ({
  ...event,
  headers: { Authorization: `Bearer ${SECRET}` },
  queryStringParameters: { token: SECRET },
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  openRoom();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const CASES: [string, unknown, () => void, string][] = [
  ["a message that is stored", message, () => undefined, "info"],
  ["a frame that is no JSON", `{"message": ${SECRET}`, () => undefined, "info"],
  ["JSON that is no object", JSON.stringify([SECRET]), () => undefined, "info"],
  ["a payload that is wrong", { ...message, recipients: SECRET }, () => undefined, "info"],
  ["a request_id that is wrong", { ...message, request_id: [SECRET] }, () => undefined, "info"],
  [
    "a text that is too long",
    { ...message, message: SECRET.repeat(2_000) },
    () => undefined,
    "info",
  ],
  ["somebody else's id", { ...message, sender_id: SECRET }, () => undefined, "info"],
  [
    "a room that is not the caller's",
    message,
    () => dynamodb.on(QueryCommand).resolves({ Items: [] }),
    "info",
  ],
  [
    "an id that is another's",
    { ...message, _id: "taken" },
    () => {
      dynamodb.on(PutCommand).rejects(awsError("ConditionalCheckFailedException"));
      dynamodb.on(GetCommand).resolves({ Item: { sender: "bob", base: 1 } });
    },
    "info",
  ],
  [
    "a database that pushes back",
    message,
    () => dynamodb.on(PutCommand).rejects(awsError("ThrottlingException")),
    "warn",
  ],
  [
    "a database that refuses",
    message,
    () => dynamodb.on(PutCommand).rejects(awsError("ValidationException", { status: 400 })),
    "error",
  ],
  [
    "a write that is left undone",
    message,
    () => dynamodb.on(UpdateCommand).rejects(awsError("ThrottlingException")),
    "warn",
  ],
  [
    "receivers who cannot be read",
    message,
    () => dynamodb.on(BatchGetCommand).rejects(awsError("InternalServerError", { status: 500 })),
    "warn",
  ],
  [
    "a connection that cannot be reached",
    message,
    () => gateway.mockResolvedValue({ posted: "failed", error: "ForbiddenException" }),
    "info",
  ],
];

describe("the log has nothing of a message's content, at", () => {
  it.each(CASES)("%s", async (_what, frame, arrange, level) => {
    arrange();
    await handler(withToken(eventOf(frame)));
    expect(log.lines().map((line) => line.level)).toContain(level);
    expect(log.text()).not.toContain(SECRET);
  });

  it.each(CASES)("%s, nor with LOG_FORMAT=text", async (_what, frame, arrange) => {
    vi.stubEnv("LOG_FORMAT", "text");
    arrange();
    await handler(withToken(eventOf(frame)));
    expect(log.text()).toContain("sendMessage");
    expect(log.text()).not.toContain(SECRET);
  });

  it("a token that has run out", async () => {
    vi.setSystemTime(EXPIRY * 1_000);
    await handler(withToken(eventOf(message)));
    expect(log.lines()).toMatchObject([{ code: "TOKEN_EXPIRED" }]);
    expect(log.text()).not.toContain(SECRET);
  });
});

describe("an error frame has no internal details, at", () => {
  it.each(CASES)("%s", async (_what, frame, arrange) => {
    arrange();
    const { body = "" } = await handler(eventOf(frame));
    expect(body).not.toMatch(/insides of DynamoDB|parley-test|ROOM#|REV#|node_modules|\.ts:/);
  });
});
