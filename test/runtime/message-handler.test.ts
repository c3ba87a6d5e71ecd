// The common part of all message routes: the caller, errors and their codes, the lines of the log, the answer.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { messageHandler, type FrameRequest } from "../../lambdas/runtime/message-handler.ts";
import { awsError } from "../store/mock-table.ts";
import { EXPIRY, eventOf, NOW } from "./events.ts";
import { watchLog } from "./watched-log.ts";

const log = watchLog();

const answer = vi.fn((question: FrameRequest) =>
  Promise.resolve({ body: `{"for":${JSON.stringify(question.requestId)}}`, fields: { room: "r" } }),
);
const handler = messageHandler("typing", answer);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  answer.mockClear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The error frame for an event. If `thrown` is set, the action throws it. */
async function errorOf(event = eventOf({ action: "typing" }), thrown?: unknown) {
  if (thrown !== undefined) answer.mockRejectedValueOnce(thrown);
  const { statusCode, body = "" } = await handler(event);
  expect(statusCode).toBe(200);
  const frame = JSON.parse(body) as {
    event: string;
    request_id?: string;
    data: Record<string, unknown>;
  };
  expect(frame.event).toBe("error");
  return frame;
}

describe("a message's handler", () => {
  it("answers with the frame as it is, and the status 200", async () => {
    const response = await handler(eventOf({ action: "typing", request_id: "7" }));
    expect(response).toEqual({ statusCode: 200, body: `{"for":"7"}` });
  });

  it("asks with the frame, its request_id, its arrival, and who the handshake found the caller to be", async () => {
    const frame = { action: "typing", request_id: "7", user_id: "eve" };
    await handler(eventOf(frame, { firstName: "Ann" }));
    expect(answer).toHaveBeenCalledWith({
      frame,
      requestId: "7",
      caller: { userId: "ann", connectionId: "c-ann", firstName: "Ann" },
      arrival: NOW,
      note: expect.any(Function) as FrameRequest["note"],
    });
  });

  it("logs one line: the route, the user, further fields of the result, and the duration", async () => {
    await handler(eventOf({ action: "typing" }));
    expect(log.lines()).toEqual([
      {
        level: "info",
        message: "typing",
        connection: "c-ann",
        user: "ann",
        room: "r",
        ms: 0,
        correlation_id: "request-7",
      },
    ]);
  });
});

describe("a frame that is refused", () => {
  it.each(["", "hello", "[]", "null"])("as BAD_JSON reaches no action: %j", async (body) => {
    const { data } = await errorOf(eventOf(body));
    expect(data).toMatchObject({ code: "BAD_JSON", retryable: false });
    expect(data).not.toHaveProperty("action");
    expect(answer).not.toHaveBeenCalled();
  });

  it("for an invalid request_id is BAD_REQUEST, without it", async () => {
    const frame = await errorOf(eventOf({ action: "typing", request_id: 7 }));
    expect(frame).not.toHaveProperty("request_id");
    expect(frame.data).toMatchObject({
      code: "BAD_REQUEST",
      action: "typing",
      issues: [{ path: "request_id" }],
    });
    expect(answer).not.toHaveBeenCalled();
  });

  it("echoes its request_id and its action", async () => {
    const event = eventOf({ action: "typing", request_id: "7" });
    const frame = await errorOf(event, new ChatError("FORBIDDEN", "You are not a member."));
    expect(frame).toEqual({
      event: "error",
      request_id: "7",
      data: {
        code: "FORBIDDEN",
        message: "You are not a member.",
        retryable: false,
        action: "typing",
      },
    });
  });

  it("echoes its action up to the length of a name, and only if it is a text", async () => {
    const error = new ChatError("UNKNOWN_ACTION", "There is no such action.");
    const long = await errorOf(eventOf({ action: "x".repeat(1_000) }), error);
    expect(long.data.action).toBe("x".repeat(128));
    expect((await errorOf(eventOf({ action: 7 }), error)).data).not.toHaveProperty("action");
  });

  it("is one line of log at level info, with its code, its reason and what was noted before", async () => {
    answer.mockImplementationOnce(({ note }) => {
      note({ room: "tea" });
      return Promise.reject(new ChatError("NOT_FOUND", "No."));
    });
    await errorOf();
    expect(log.lines()).toMatchObject([
      {
        level: "info",
        message: "typing",
        code: "NOT_FOUND",
        reason: "No.",
        room: "tea",
        user: "ann",
        correlation_id: "request-7",
      },
    ]);
  });
});

describe("a token that has run out", () => {
  it("gets TOKEN_EXPIRED from the second of its expiry on", async () => {
    vi.setSystemTime(EXPIRY * 1_000);
    const frame = await errorOf(eventOf({ action: "typing", request_id: "7" }));
    expect(frame).toMatchObject({
      request_id: "7",
      data: { code: "TOKEN_EXPIRED", action: "typing", retryable: false },
    });
    expect(answer).not.toHaveBeenCalled();
  });

  it("is valid until then", async () => {
    vi.setSystemTime(EXPIRY * 1_000 - 1);
    await handler(eventOf({ action: "typing" }));
    expect(answer).toHaveBeenCalledOnce();
  });
});

describe("a push-back of AWS", () => {
  it.each([
    awsError("ProvisionedThroughputExceededException", { status: 400 }),
    awsError("InternalServerError", { status: 500 }),
    awsError("TimeoutError"),
    awsError("Error", { code: "ECONNRESET" }),
  ])("is UNAVAILABLE, without internal details: $name", async (thrown) => {
    const { data } = await errorOf(undefined, thrown);
    expect(data).toEqual({
      code: "UNAVAILABLE",
      message: "The service is busy. Try again.",
      retryable: true,
      action: "typing",
    });
  });

  it("is a line of log at level warn, with its name", async () => {
    await errorOf(undefined, awsError("ThrottlingException"));
    expect(log.lines()).toMatchObject([
      {
        level: "warn",
        code: "UNAVAILABLE",
        cause: "ThrottlingException",
        correlation_id: "request-7",
      },
    ]);
  });
});

describe("a fault of ours", () => {
  const fault = new TypeError("Cannot read ROOM#secret of table parley-prod");

  it("is INTERNAL, with a reference and without internal details", async () => {
    const { data } = await errorOf(undefined, fault);
    expect(data).toEqual({
      code: "INTERNAL",
      message: "Something went wrong on our side.",
      action: "typing",
      retryable: true,
      reference: "request-7",
    });
  });

  it("is in the log with its stack, to be found by that reference", async () => {
    await errorOf(undefined, fault);
    expect(log.lines()).toMatchObject([
      {
        level: "error",
        message: "typing",
        code: "INTERNAL",
        correlation_id: "request-7",
        error: "TypeError",
        reason: fault.message,
        stack: fault.stack,
      },
    ]);
  });

  it.each(["a text", 7, null])("may be anything that can be thrown: %j", async (thrown) => {
    expect((await errorOf(undefined, thrown)).data.code).toBe("INTERNAL");
  });

  it("may also be thrown synchronously", async () => {
    answer.mockImplementationOnce(() => {
      throw fault;
    });
    expect((await errorOf()).data.code).toBe("INTERNAL");
  });

  it("may be an API without an authorizer: nobody is accepted by default", async () => {
    const { requestContext, ...rest } = eventOf({ action: "typing" });
    const { authorizer: _none, ...context } = requestContext;
    const { data } = await errorOf({ ...rest, requestContext: context });
    expect(data.code).toBe("INTERNAL");
    expect(answer).not.toHaveBeenCalled();
  });

  it("may be a refusal of AWS that no repeat would change", async () => {
    const { data } = await errorOf(undefined, awsError("AccessDeniedException", { status: 400 }));
    expect(data.code).toBe("INTERNAL");
  });
});
