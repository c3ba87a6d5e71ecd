// Every limit of the protocol: a value at the limit passes, one beyond it is refused, with the right code.

import { describe, expect, it } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { messageContent } from "../../protocol/message.ts";
import { jsonBytes } from "../../protocol/text.ts";
import { LEAST } from "./payloads.ts";
import { verdict, withField } from "./verdict.ts";

const of = (action: ActionName, field: string) => (value: unknown) => {
  const { code, paths } = verdict(action, withField(LEAST[action], field, value));
  return { code, paths };
};
const ACCEPTED = { code: "accepted", paths: [] };
const ids = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

describe("text of at most", () => {
  it.each<[number, ActionName, string]>([
    [8_000, "sendMessage", "message"],
    [8_000, "sendNewMessage", "message.message"],
    [8_000, "editMessage", "message"],
    [8_000, "typing", "message"],
    [512, "sendNewMessage", "image_url"],
    [512, "createGroup", "image_url"],
    [512, "connectRooms", "cursor"],
    [100, "connectRooms", "first_name"],
    [100, "sendMessage", "first_name"],
    [100, "sendMessage", "last_name"],
    [100, "sendMessage", "dateCreated"],
    [100, "sendMessage", "message_type"],
    [100, "sendNewMessage", "message.first_name"],
    [100, "sendNewMessage", "user_name"],
    [100, "sendNewMessage", "room_name"],
    [100, "createGroup", "room_name"],
  ])("%i characters passes, one more is TOO_LARGE: %s %s", (most, action, field) => {
    const verdictOn = of(action, field);
    expect(verdictOn("x".repeat(most))).toEqual(ACCEPTED);
    expect(verdictOn("x".repeat(most + 1))).toEqual({ code: "TOO_LARGE", paths: [field] });
  });

  it("a number of characters does not count bytes", () => {
    const verdictOn = of("sendMessage", "message");
    expect(verdictOn("日".repeat(LIMITS.messageCharacters))).toEqual(ACCEPTED);
    expect(verdictOn("🎉".repeat(LIMITS.messageCharacters / 2))).toEqual(ACCEPTED);
  });
});

describe("a message of at most 25,000 bytes as JSON", () => {
  const largest = 25_000 - jsonBytes(messageContent.parse({ attachments: ["x".repeat(8_000)] }));
  const withText = (bytes: number) => ({
    attachments: ["x".repeat(8_000)],
    _id: "any",
    sender_id: "ann",
    message: `${"日".repeat(Math.floor(bytes / 3))}${"x".repeat(bytes % 3)}`,
  });

  it("passes, and one byte more is TOO_LARGE, whatever the ids beside it", () => {
    const code = (bytes: number) =>
      verdict("sendMessage", { room_id: "tea", ...withText(bytes) }, "ann");
    expect(code(largest)).toMatchObject(ACCEPTED);
    expect(code(largest + 1)).toMatchObject({ code: "TOO_LARGE", paths: [""] });
  });

  it("passes also when it opens a conversation, and one byte more does not", () => {
    const code = (bytes: number) =>
      verdict("sendNewMessage", { recipient_id: "bob", message: withText(bytes) }, "ann");
    expect(code(largest)).toMatchObject(ACCEPTED);
    expect(code(largest + 1)).toMatchObject({ code: "TOO_LARGE", paths: ["message"] });
  });

  it.each<ActionName>(["sendMessage", "editMessage", "typing"])(
    "is TOO_LARGE as a text of control characters, which take six bytes each: %s",
    (action) => {
      const verdictOn = of(action, "message");
      expect(verdictOn(`x${"\u0001".repeat(4_000)}`).code).toBe("accepted");
      expect(verdictOn(`x${"\u0001".repeat(4_167)}`).code).toBe("TOO_LARGE");
    },
  );
});

describe("lists of at most", () => {
  it("10 attachments pass, 11 are TOO_LARGE", () => {
    const verdictOn = of("sendMessage", "attachments");
    expect(verdictOn(Array<string>(10).fill("a.png"))).toEqual(ACCEPTED);
    expect(verdictOn(Array<string>(11).fill("a.png"))).toEqual({
      code: "TOO_LARGE",
      paths: ["attachments"],
    });
  });

  it("256 recipients of a new message pass, 257 are TOO_LARGE, none is BAD_REQUEST", () => {
    const verdictOn = of("sendNewMessage", "recipient_id");
    const paths = ["recipient_id"];
    expect(verdictOn(ids(256))).toEqual(ACCEPTED);
    expect(verdictOn(ids(257))).toEqual({ code: "TOO_LARGE", paths });
    expect(verdictOn([])).toEqual({ code: "BAD_REQUEST", paths });
  });

  it("256 recipients count each of them once", () => {
    expect(of("sendNewMessage", "recipient_id")([...ids(256), ...ids(256)])).toEqual(ACCEPTED);
  });

  it("256 recipients of a group pass, 257 are TOO_LARGE, and none at all pass", () => {
    const verdictOn = of("createGroup", "recipients");
    expect(verdictOn([...ids(256), ...ids(256)])).toEqual(ACCEPTED);
    expect(verdictOn(ids(257))).toEqual({ code: "TOO_LARGE", paths: ["recipients"] });
    expect(verdictOn([])).toEqual(ACCEPTED);
  });

  it("100 recipients in a message pass, 101 are TOO_LARGE, blank ones apart", () => {
    const entries = (count: number) => ids(count).map((_id) => ({ _id }));
    const verdictOn = of("sendMessage", "recipients");
    expect(verdictOn([{ _id: "" }, ...entries(100)])).toEqual(ACCEPTED);
    expect(verdictOn(entries(101))).toEqual({ code: "TOO_LARGE", paths: ["recipients"] });
    const first = of("sendNewMessage", "message.recipients");
    expect(first(entries(101))).toEqual({ code: "TOO_LARGE", paths: ["message.recipients"] });
  });
});

describe("JSON of at most", () => {
  /** An object of exactly this many bytes of JSON. */
  const sized = (bytes: number) => ({ a: "x".repeat(bytes - `{"a":""}`.length) });

  it("4 KB passes as reply_message, a byte more is TOO_LARGE", () => {
    const verdictOn = of("sendMessage", "reply_message");
    expect(verdictOn(sized(4_096))).toEqual(ACCEPTED);
    expect(verdictOn(sized(4_097))).toEqual({ code: "TOO_LARGE", paths: ["reply_message"] });
  });

  it("8 KB passes as all attachments together, a byte more is TOO_LARGE", () => {
    const verdictOn = of("sendMessage", "attachments");
    const brackets = "[,]".length;
    expect(verdictOn([sized(4_096), sized(4_096 - brackets)])).toEqual(ACCEPTED);
    expect(verdictOn([sized(4_096), sized(4_097 - brackets)])).toEqual({
      code: "TOO_LARGE",
      paths: ["attachments"],
    });
  });

  it("a number of bytes counts UTF-8", () => {
    const verdictOn = of("sendMessage", "reply_message");
    expect(verdictOn({ a: "é".repeat(2_044) })).toEqual(ACCEPTED);
    expect(verdictOn({ a: "é".repeat(2_045) }).code).toBe("TOO_LARGE");
  });
});

describe("limits together", () => {
  it("are TOO_LARGE, with every limit that is exceeded", () => {
    const payload = {
      room_id: "r",
      message: "x".repeat(LIMITS.messageCharacters + 1),
      first_name: "x".repeat(101),
    };
    const { code, paths } = verdict("sendMessage", payload);
    expect(code).toBe("TOO_LARGE");
    expect(paths.sort()).toEqual(["first_name", "message"]);
  });

  it("are BAD_REQUEST as soon as anything else is wrong", () => {
    const payload = { room_id: "", message: "x".repeat(LIMITS.messageCharacters + 1) };
    expect(verdict("sendMessage", payload).code).toBe("BAD_REQUEST");
  });
});
