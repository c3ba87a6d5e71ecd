// The envelope of every frame, and the error frame.

import { describe, expect, it } from "vitest";
import { ERROR_CODES, errorData } from "../../protocol/errors.ts";
import { clientFrame, requestId, serverFrame } from "../../protocol/frames.ts";

describe("request_id", () => {
  it.each(["1", "x".repeat(64), "é🎉", " "])("is a text of 1 to 64 characters: %j", (value) => {
    expect(requestId.parse(value)).toBe(value);
  });

  it.each([["", "x".repeat(65), "\ud83c", 7, null].map((value) => [value])].flat())(
    "is nothing else: %j",
    (value) => {
      expect(requestId.safeParse(value).success).toBe(false);
    },
  );
});

describe("a client's frame", () => {
  it("names an action, and may name the request", () => {
    expect(clientFrame.parse({ action: "typing" })).toEqual({ action: "typing" });
    expect(clientFrame.parse({ action: "typing", request_id: "1" }).request_id).toBe("1");
    expect(clientFrame.safeParse({ request_id: "1" }).success).toBe(false);
  });
});

describe("a server's frame", () => {
  it("names an event, with its data, and may have the request's id and a cursor beside it", () => {
    const frame = { event: "connectRooms", request_id: "1", data: [], next_cursor: "c" };
    expect(serverFrame.parse(frame)).toEqual(frame);
    expect(serverFrame.safeParse({ data: {} }).success).toBe(false);
  });
});

describe("an error's data", () => {
  it("has one of the protocol's codes", () => {
    const data = { code: "FORBIDDEN", message: "You are not a member.", retryable: false };
    expect(errorData.parse(data)).toEqual(data);
    expect(errorData.safeParse({ ...data, code: "TEAPOT" }).success).toBe(false);
  });

  it("marks exactly the codes of push-backs and faults as worth a repeat", () => {
    const retryable = Object.entries(ERROR_CODES).filter(([, code]) => code.retryable);
    expect(retryable.map(([code]) => code)).toEqual(["RATE_LIMITED", "UNAVAILABLE", "INTERNAL"]);
    expect(Object.keys(ERROR_CODES)).toHaveLength(12);
  });
});
