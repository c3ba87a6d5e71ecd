// Frames: the fields of a client frame that are read before its action, and the form of a server frame.

import { describe, expect, it } from "vitest";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { errorFrame, frameOf, parseFrame, requestIdOf } from "../../lambdas/runtime/frame.ts";
import { errorData } from "../../protocol/errors.ts";
import { requestId as requestIdSchema, serverFrame } from "../../protocol/frames.ts";

const parsed = (frame: string) => JSON.parse(frame) as Record<string, unknown>;
const refusalOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("parseFrame", () => {
  it("returns a JSON object unchanged", () => {
    expect(parseFrame(` {"action":"typing","n":1} `)).toEqual({ action: "typing", n: 1 });
    expect(parseFrame("{}")).toEqual({});
  });

  it.each([
    "",
    " ",
    "hello",
    "{",
    `{"a":1}{"b":2}`,
    `{'a':1}`,
    "NaN",
    "undefined",
    "\u0000",
    "[1,]",
  ])("throws BAD_JSON for invalid JSON: %j", (body) => {
    expect(refusalOf(() => parseFrame(body))).toMatchObject({ code: "BAD_JSON" });
  });

  it("throws BAD_JSON for a frame without a body", () => {
    expect(refusalOf(() => parseFrame(undefined))).toMatchObject({ code: "BAD_JSON" });
  });

  it.each(["null", "true", "7", `"text"`, "[]", `[{"action":"typing"}]`])(
    "throws BAD_JSON for JSON that is no object: %s",
    (body) => {
      expect(refusalOf(() => parseFrame(body))).toMatchObject({ code: "BAD_JSON" });
    },
  );

  it("has nothing of the frame in its error, not even as the cause", () => {
    const error = refusalOf(() => parseFrame("secret text"));
    expect(error).toBeInstanceOf(ChatError);
    expect((error as ChatError).message).not.toContain("secret");
    expect((error as ChatError).cause).toBeUndefined();
  });
});

describe("requestIdOf", () => {
  const values = ["1", "x".repeat(64), "é", "", "x".repeat(65), "\ud83c", 7, null, {}, ["1"], true];

  it("is the frame's, or undefined", () => {
    expect(requestIdOf({ request_id: "7" })).toBe("7");
    expect(requestIdOf({})).toBeUndefined();
  });

  it.each(values)("takes and refuses what the protocol's schema does: %j", (value) => {
    const isRefused = refusalOf(() => requestIdOf({ request_id: value })) !== undefined;
    expect(isRefused).toBe(!requestIdSchema.safeParse(value).success);
  });

  it("throws BAD_REQUEST that names the field", () => {
    expect(refusalOf(() => requestIdOf({ request_id: 7 }))).toMatchObject({
      code: "BAD_REQUEST",
      issues: [{ path: "request_id" }],
    });
  });
});

describe("frameOf", () => {
  it("wraps data that is JSON already with its event, and nothing else", () => {
    expect(frameOf("message", `{"a":1}`)).toBe(`{"event":"message","data":{"a":1}}`);
  });

  it("puts the request_id beside the event, and the cursor beside the data", () => {
    const frame = frameOf("connectRooms", "[]", { requestId: "7", nextCursor: "abc" });
    expect(parsed(frame)).toEqual({
      event: "connectRooms",
      request_id: "7",
      data: [],
      next_cursor: "abc",
    });
    expect(serverFrame.safeParse(parsed(frame)).success).toBe(true);
  });

  it.each([`"`, `\\`, `","event":"error`, "\n\u2028", "é🎉"])(
    "escapes the event's name, the request_id and the cursor: %j",
    (text) => {
      expect(parsed(frameOf(text, "{}", { requestId: text, nextCursor: text }))).toEqual({
        event: text,
        request_id: text,
        data: {},
        next_cursor: text,
      });
    },
  );
});

describe("errorFrame", () => {
  const dataOf = (frame: string) => parsed(frame).data;

  it("holds the code, the message for people, the action, and whether to try again", () => {
    const frame = errorFrame(new ChatError("FORBIDDEN", "Not yours."), {
      requestId: "7",
      action: "sendMessage",
    });
    expect(parsed(frame)).toEqual({
      event: "error",
      request_id: "7",
      data: {
        code: "FORBIDDEN",
        message: "Not yours.",
        action: "sendMessage",
        retryable: false,
      },
    });
    expect(errorData.safeParse(dataOf(frame)).success).toBe(true);
  });

  it("has no request_id and no action where there is none", () => {
    const frame = parsed(errorFrame(new ChatError("UNAVAILABLE", "Busy."), {}));
    expect(frame).toEqual({
      event: "error",
      data: { code: "UNAVAILABLE", message: "Busy.", retryable: true },
    });
  });

  it("holds the issues of a payload", () => {
    const issues = [{ path: "message.attachments.0", message: "must be a text" }];
    const error = new ChatError("BAD_REQUEST", "Wrong.", { issues });
    expect(dataOf(errorFrame(error, {}))).toMatchObject({ issues });
  });

  it("holds the reference of a fault of ours, and of nothing else", () => {
    const about = { reference: "request-7" };
    expect(dataOf(errorFrame(new ChatError("INTERNAL", "Oops."), about))).toEqual({
      code: "INTERNAL",
      message: "Oops.",
      retryable: true,
      reference: "request-7",
    });
    expect(dataOf(errorFrame(new ChatError("UNAVAILABLE", "Busy."), about))).not.toHaveProperty(
      "reference",
    );
  });

  it("holds nothing of the cause", () => {
    const cause = new Error("table parley-prod");
    expect(errorFrame(new ChatError("INTERNAL", "Oops.", { cause }), {})).not.toContain("parley");
  });
});
