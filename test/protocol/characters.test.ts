// A character, in limits, is a UTF-16 unit, as in a string's length.

import { expect, it } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { verdict } from "./verdict.ts";

it("a number of characters counts UTF-16 units, not planes", () => {
  const send = (message: string) => verdict("sendMessage", { room_id: "r", message }).code;
  expect(send("🎉".repeat(LIMITS.messageCharacters / 2))).toBe("accepted");
  expect(send(`${"🎉".repeat(LIMITS.messageCharacters / 2)}!`)).toBe("TOO_LARGE");
});

it("a request_id is as long as the handler lets it be", async () => {
  const { requestId } = await import("../../protocol/frames.ts");
  const { requestIdOf } = await import("../../lambdas/runtime/frame.ts");
  const long = "🎉".repeat(33);
  expect(() => requestIdOf({ request_id: long })).toThrow();
  expect(requestId.safeParse(long).success).toBe(false);
});
