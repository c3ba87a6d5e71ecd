// Text and JSON of clients: whole characters, finite numbers, limited depth.

import { describe, expect, it } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import { isBlank, jsonList, jsonObject, name, text } from "../../protocol/text.ts";
import { LEAST } from "./payloads.ts";
import { accepted, verdict, withField } from "./verdict.ts";

const HALF = "\ud83c";
const object = jsonObject(4_096);
const list = jsonList(10, 8_192);
const parse = (json: string): unknown => JSON.parse(json);
const allows = (json: string) => object.safeParse(parse(json)).success;

/** Characters that show nothing, of every kind: white space, fillers, joiners, direction marks, tags, empty shapes. */
const BLANKS = [
  " ",
  "\t\n",
  "\u00a0",
  "\u2003",
  "\u3000",
  "\u0085",
  "\u2028",
  "\u200b",
  "\u200d",
  "\u2060",
  "\ufeff",
  "\u00ad",
  "\u034f",
  "\u061c",
  "\u180e",
  "\u3164",
  "\u115f",
  "\u1160",
  "\uffa0",
  "\u17b4",
  "\u202e",
  "\u2066",
  "\ufe0f",
  "\u{e0020}",
  "\u{e0100}",
  "\u2800",
  "\u{1d159}",
  "\u{1d173}",
  "\u0000\u001b",
  "\ufff9",
  " \u200b\u3164 ",
];

describe("a blank text", () => {
  it.each(BLANKS)("shows nothing: %j", (value) => {
    expect(isBlank(value)).toBe(true);
    expect(name.safeParse(value).success).toBe(false);
  });

  it.each(["a", "\u200ba", ".", "🎉", "❤️", "한", "\u0301", "-", "_", "\u0600"])(
    "is none where something shows: %j",
    (value) => {
      expect(isBlank(value)).toBe(false);
    },
  );

  it.each<[ActionName, string]>([
    ["connectRooms", "first_name"],
    ["sendMessage", "message"],
    ["sendMessage", "first_name"],
    ["sendMessage", "last_name"],
    ["sendNewMessage", "room_name"],
    ["sendNewMessage", "user_name"],
    ["createGroup", "room_name"],
    ["updateRoom", "room_name"],
    ["createUpload", "name"],
  ])("is refused by %s as %s", (action, field) => {
    for (const blank of BLANKS) {
      const { code } = verdict(action, withField(LEAST[action], field, blank));
      expect(code, JSON.stringify(blank)).toBe("BAD_REQUEST");
    }
  });

  it("is a valid message with an attachment", () => {
    const sent = { ...LEAST.sendMessage, message: " ", attachments: [{ url: "x" }] };
    expect(accepted("sendMessage", sent).message).toBe(" ");
  });
});

describe("text", () => {
  it.each(["", " ", "a\u0000b", "\u2028", "🎉", "e\u0301", "\uffff", "\ufeff"])(
    "is any whole characters: %j",
    (value) => {
      expect(text(10).parse(value)).toBe(value);
      if (!isBlank(value)) expect(name.parse(value)).toBe(value);
    },
  );

  it.each([HALF, `a${HALF}`, `${HALF}a`, "\udf89", "\udf89\ud83c"])(
    "is not half of a surrogate pair: %j",
    (value) => {
      expect(text(10).safeParse(value).success).toBe(false);
    },
  );

  it.each<[ActionName, string]>([
    ["connectRooms", "first_name"],
    ["sendMessage", "message"],
    ["sendMessage", "first_name"],
    ["sendMessage", "last_name"],
    ["sendMessage", "dateCreated"],
    ["sendMessage", "message_type"],
    ["sendNewMessage", "message.message"],
    ["sendNewMessage", "room_name"],
    ["sendNewMessage", "user_name"],
    ["sendNewMessage", "image_url"],
    ["createGroup", "room_name"],
    ["createGroup", "image_url"],
    ["editMessage", "message"],
    ["typing", "message"],
  ])("with half a character is BAD_REQUEST, however long: %s %s", (action, field) => {
    for (const value of [`a${HALF}`, `${"x".repeat(9_000)}${HALF}`]) {
      const { code, paths } = verdict(action, withField(LEAST[action], field, value));
      expect(code).toBe("BAD_REQUEST");
      expect(new Set(paths)).toEqual(new Set([field]));
    }
  });
});

describe("a JSON object", () => {
  it.each([`[]`, `"text"`, `7`, `true`, `null`])("is not any other JSON: %s", (json) => {
    expect(allows(json)).toBe(false);
  });

  it("is kept unchanged, with keys that every object inherits", () => {
    const json = `{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}},"toString":"s","":0}`;
    const parsed = object.parse(parse(json));
    expect(JSON.stringify(parsed)).toBe(json);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect({}).not.toHaveProperty("a");
  });

  it("is kept as it is within a message", () => {
    const json = `{"__proto__":{"a":1},"n":[1e-200,1e+300,null,true]}`;
    const payload = {
      room_id: "r",
      message: "m",
      reply_message: parse(json),
      attachments: [parse(json)],
    };
    const { reply_message, attachments } = accepted("sendMessage", payload);
    expect(JSON.stringify(reply_message)).toBe(json);
    expect(JSON.stringify(attachments)).toBe(`[${json}]`);
  });

  it.each([
    ["in a value", `{"a":["\\ud83c"]}`],
    ["in a key", `{"a":{"\\udf89":1}}`],
  ])("has no half of a surrogate pair, %s", (_where, json) => {
    expect(allows(json)).toBe(false);
  });

  it.each([`{"a":1e999}`, `{"a":[{"b":-1e999}]}`])(
    "holds no number that JSON can write and not read: %s",
    (json) => {
      expect(allows(json)).toBe(false);
    },
  );

  it("nests 100 levels deep, and no deeper", () => {
    const nested = (levels: number) => `${`{"a":`.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
    expect(allows(nested(100))).toBe(true);
    expect(allows(nested(101))).toBe(false);
    expect(allows(`{"a":${"[".repeat(99)}${"]".repeat(99)}}`)).toBe(true);
    expect(allows(`{"a":${"[".repeat(100)}${"]".repeat(100)}}`)).toBe(false);
  });
});

describe("a list of JSON", () => {
  it("holds objects and texts", () => {
    const value = ["a.png", "", {}, { url: "b.png" }];
    expect(list.parse(value)).toEqual(value);
  });

  it.each([`[1]`, `[null]`, `[true]`, `[["a"]]`, `["a",7]`])("holds nothing else: %s", (json) => {
    expect(list.safeParse(parse(json)).success).toBe(false);
  });

  it.each([`["\\ud83c"]`, `[{"a":1e999}]`, `[{"\\ud83c":1}]`])(
    "is as strict with what is in it: %s",
    (json) => {
      expect(list.safeParse(parse(json)).success).toBe(false);
    },
  );

  it("says which entry is of the wrong kind", () => {
    const { code, paths } = verdict("sendMessage", {
      ...LEAST.sendMessage,
      attachments: ["a", 7, {}, null],
    });
    expect({ code, paths }).toEqual({
      code: "BAD_REQUEST",
      paths: ["attachments.1", "attachments.3"],
    });
  });
});

describe("a frame that nests deeper than any stack", () => {
  // As deep as a frame of 32 KB allows.
  const deepList = parse("[".repeat(16_000) + "]".repeat(16_000));
  const deepObject = parse(`{"":`.repeat(6_000) + "0" + "}".repeat(6_000));

  it.each<[ActionName, string]>([
    ["connectRooms", "first_name"],
    ["connectRooms", "limit"],
    ["sendMessage", "room_id"],
    ["sendMessage", "message"],
    ["sendMessage", "recipients"],
    ["sendMessage", "isStoryReply"],
    ["sendMessage", "reply_message"],
    ["sendMessage", "attachments"],
    ["sendNewMessage", "recipient_id"],
    ["sendNewMessage", "message"],
    ["sendNewMessage", "message.reply_message"],
    ["sendNewMessage", "type"],
    ["createGroup", "recipients"],
    ["pinMessage", "pin_message"],
  ])("is refused like any other wrong value: %s %s", (action, field) => {
    for (const deep of [deepList, deepObject, [deepObject], [deepList]]) {
      const { code } = verdict(action, withField(LEAST[action], field, deep));
      expect(code === "BAD_REQUEST" || code === "accepted").toBe(true);
    }
  });

  it("is refused where it stands for JSON of the client's own", () => {
    const reply = verdict("sendMessage", { ...LEAST.sendMessage, reply_message: deepObject });
    expect(reply).toMatchObject({ code: "BAD_REQUEST", paths: ["reply_message"] });
    const attachments = [{ a: deepList }];
    expect(verdict("sendMessage", { ...LEAST.sendMessage, attachments })).toMatchObject({
      code: "BAD_REQUEST",
      paths: ["attachments"],
    });
  });

  it("does no harm in an unknown field", () => {
    expect(accepted("typing", { ...LEAST.typing, deepList, deepObject })).toEqual(LEAST.typing);
  });
});
