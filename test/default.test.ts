// The handler of $default: replies to every frame with an error frame, at no charge.

import "aws-sdk-client-mock-vitest/extend";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { handler } from "../lambdas/default.ts";
import { ACTIONS } from "../protocol/actions.ts";
import { EXPIRY, eventOf, NOW } from "./runtime/events.ts";
import { dynamodb, gateway } from "./runtime/mocked-room.ts";
import { watchLog } from "./runtime/watched-log.ts";

const log = watchLog();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  expect(dynamodb).not.toHaveReceivedAnyCommand();
  expect(gateway).not.toHaveBeenCalled();
});

async function reply(body: unknown): Promise<unknown> {
  const response = await handler(eventOf(body));
  expect(response.statusCode).toBe(200);
  return JSON.parse(response.body ?? "");
}

describe("$default", () => {
  it("answers a frame that names no action", async () => {
    expect(await reply({ request_id: "7", room_id: "room" })).toEqual({
      event: "error",
      request_id: "7",
      data: {
        code: "UNKNOWN_ACTION",
        message: "The frame names no action.",
        retryable: false,
      },
    });
  });

  it.each([7, null, {}, ["typing"]])(
    "answers a frame whose action is no text in the same way: %j",
    async (action) => {
      expect(await reply({ action })).toMatchObject({
        data: { code: "UNKNOWN_ACTION", message: "The frame names no action." },
      });
    },
  );

  it.each(["shout", "", "$connect", "$default", "Typing", "__proto__", "toString"])(
    "answers an action that there is not: %j",
    async (action) => {
      expect(await reply({ action })).toEqual({
        event: "error",
        data: {
          code: "UNKNOWN_ACTION",
          message: "There is no such action.",
          retryable: false,
          action,
        },
      });
    },
  );

  it.each(["hello", "", "[]", "null", `"typing"`])(
    "answers BAD_JSON to what is no JSON object: %j",
    async (body) => {
      expect(await reply(body)).toMatchObject({
        event: "error",
        data: { code: "BAD_JSON", retryable: false },
      });
    },
  );

  it("answers BAD_REQUEST to an invalid request_id", async () => {
    expect(await reply({ action: "shout", request_id: "" })).toMatchObject({
      data: { code: "BAD_REQUEST", issues: [{ path: "request_id" }] },
    });
  });

  it("answers TOKEN_EXPIRED once the token has run out", async () => {
    vi.setSystemTime(EXPIRY * 1_000);
    expect(await reply({ action: "shout" })).toMatchObject({ data: { code: "TOKEN_EXPIRED" } });
  });

  it("runs no action, not even one that was routed here", async () => {
    for (const action of Object.keys(ACTIONS)) {
      expect(await reply({ action, room_id: "room", message: "m" })).toMatchObject({
        data: { code: "UNKNOWN_ACTION" },
      });
    }
  });

  it("logs the code, and nothing of the frame", async () => {
    await reply({ action: "hush-hush", message: "hush-hush" });
    expect(log.lines()).toMatchObject([
      { level: "info", message: "$default", code: "UNKNOWN_ACTION", user: "ann" },
    ]);
    expect(log.text()).not.toContain("hush-hush");
  });
});
