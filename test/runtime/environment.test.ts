// Environment variables, and the caller in an event: a missing part is reported at once.

import { describe, expect, it, vi } from "vitest";
import { requireEnv } from "../../lambdas/runtime/environment.ts";
import { identity } from "../../lambdas/runtime/events.ts";
import { EXPIRY, eventOf } from "./events.ts";

describe("requireEnv", () => {
  it("gives a variable that is set", () => {
    vi.stubEnv("PARLEY_TEST", "value");
    expect(requireEnv("PARLEY_TEST")).toBe("value");
  });

  it.each([undefined, ""])("throws naming it when it is %j", (value) => {
    vi.stubEnv("PARLEY_TEST", value);
    expect(() => requireEnv("PARLEY_TEST")).toThrow(
      "The environment variable PARLEY_TEST is not set.",
    );
  });
});

describe("identity", () => {
  it("is the authorizer's result of the handshake, with its expiry", () => {
    expect(identity(eventOf("{}", { firstName: "Ann" }))).toEqual({
      caller: { userId: "ann", connectionId: "c-ann", firstName: "Ann" },
      expiresAt: EXPIRY * 1_000,
    });
  });

  it("has no first name when the token had none", () => {
    expect(identity(eventOf("{}")).caller).toStrictEqual({ userId: "ann", connectionId: "c-ann" });
  });

  it("throws when the route has no authorizer", () => {
    const requestContext = { connectionId: "c", requestId: "r", connectedAt: 0 };
    expect(() => identity({ requestContext })).toThrow("The API has no authorizer on $connect.");
  });
});
