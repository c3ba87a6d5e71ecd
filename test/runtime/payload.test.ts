// Parsing a frame into an action's payload: the codes and texts of the errors.

import { describe, expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { parsePayload } from "../../lambdas/runtime/payload.ts";
import { ORIGINAL_EXAMPLES } from "../../generators/asyncapi/original-examples.ts";
import { verdict, withField } from "../protocol/verdict.ts";

/** A valid payload of each action, except that it may name another user as its sender. */
const EXAMPLES: Record<keyof typeof ORIGINAL_EXAMPLES, object> = ORIGINAL_EXAMPLES;

const CLAIMS = (Object.keys(ORIGINAL_EXAMPLES) as (keyof typeof ORIGINAL_EXAMPLES)[]).map(
  (name) => ({ name, field: ACTIONS[name].callerField?.join(".") ?? "" }),
);

const refusal = (payload: Record<string, unknown>): ChatError => {
  try {
    parsePayload(ACTIONS.sendMessage, payload, "ann");
  } catch (error) {
    if (error instanceof ChatError) return error;
  }
  throw new Error("It was accepted.");
};

describe("a payload's claim of who the caller is", () => {
  it.each(CLAIMS)("is FORBIDDEN if it is someone else: $name, $field", ({ name, field }) => {
    const payload = withField(EXAMPLES[name], field, "someone-else");
    expect(verdict(name, payload, "ann")).toMatchObject({ code: "FORBIDDEN", paths: [] });
  });

  it.each(CLAIMS)("is accepted if it is the caller: $name, $field", ({ name, field }) => {
    expect(verdict(name, withField(EXAMPLES[name], field, "ann"), "ann").code).toBe("accepted");
  });

  it.each(CLAIMS)("may be left out: $name, $field", ({ name, field }) => {
    expect(verdict(name, withField(EXAMPLES[name], field, undefined), "ann").code).toBe("accepted");
  });

  it.each(CLAIMS)("must be an id: $name, $field", ({ name, field }) => {
    for (const value of [null, "", 7, ["ann"], { _id: "ann" }]) {
      expect(verdict(name, withField(EXAMPLES[name], field, value), "ann")).toMatchObject({
        code: "BAD_REQUEST",
        paths: [field],
      });
    }
  });

  it.each(CLAIMS)("says which field it is, and not whose id the caller's is: $name", (claim) => {
    const payload = withField(EXAMPLES[claim.name], claim.field, "someone-else");
    const action = ACTIONS[claim.name] as typeof ACTIONS.sendMessage;
    expect(() => parsePayload(action, payload, "ann")).toThrow(
      `${claim.field} is not your own id.`,
    );
  });

  it("is case-sensitive: ids differ by case", () => {
    const payload = { ...ORIGINAL_EXAMPLES.sendMessage, sender_id: "Ann" };
    expect(verdict("sendMessage", payload, "ann").code).toBe("FORBIDDEN");
  });
});

describe("a payload that is wrong", () => {
  it("is BAD_REQUEST, with an issue for each field, under its dotted path", () => {
    const error = refusal({ room_id: "r", message: "m", attachments: ["a", 7], _id: "" });
    expect(error.code).toBe("BAD_REQUEST");
    expect(error.issues).toEqual([
      { path: "attachments.1", message: "must be a JSON object or a string" },
      { path: "_id", message: "must be 1 to 128 characters out of A-Z a-z 0-9 . _ : @ | -" },
    ]);
  });

  it("says the first of them in its message", () => {
    const error = refusal({ room_id: "r", message: "m", reply_message: [] });
    expect(error.message).toBe("reply_message: must be a JSON object");
  });

  it("is TOO_LARGE if all that is wrong is a limit, with the issues", () => {
    const error = refusal({ room_id: "r", message: "x".repeat(8_001) });
    expect(error.code).toBe("TOO_LARGE");
    expect(error.issues?.map(({ path }) => path)).toEqual(["message"]);
  });

  it("is BAD_REQUEST if a limit is not all", () => {
    expect(refusal({ room_id: 7, message: "x".repeat(8_001) }).code).toBe("BAD_REQUEST");
  });

  it("is BAD_REQUEST if a number is out of its range", () => {
    expect(verdict("connectRooms", { limit: 101 })).toMatchObject({
      code: "BAD_REQUEST",
      paths: ["limit"],
    });
  });

  it("gets its first twenty issues, however many it has", () => {
    const attachments = Array.from({ length: 10 }, () => 0);
    const recipients = Array.from({ length: 100 }, () => 0);
    const { code, issues } = refusal({ room_id: "tea", message: "x", attachments, recipients });
    expect(code).toBe("BAD_REQUEST");
    expect(issues).toHaveLength(20);
  });

  it("is checked before its claim of who the caller is", () => {
    expect(refusal({ sender_id: "bob", message: "m" }).code).toBe("BAD_REQUEST");
  });

  it("is not repeated in the answer, which goes to the log as well", () => {
    const secret = "a secret that must not be told";
    const error = refusal({ room_id: secret, message: "m", message_type: { secret } });
    expect(JSON.stringify([error.message, error.issues])).not.toContain("secret");
  });
});
