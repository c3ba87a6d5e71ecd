// A message in a request: its content, its recipients, and when it may be empty.

import { describe, expect, it } from "vitest";
import { messageContent } from "../../protocol/message.ts";
import { LEAST } from "./payloads.ts";
import { accepted, verdict } from "./verdict.ts";

const contentOf = (fields: object) => messageContent.parse(fields);
const recipientsOf = (...entries: object[]) => contentOf({ recipients: entries }).recipients;
const send = (fields: object) => verdict("sendMessage", { room_id: "room", ...fields });

describe("a message's type", () => {
  it.each([[undefined], [""], ["text"]])("is text when %j is sent", (message_type) => {
    expect(contentOf({ message_type }).message_type).toBe("text");
  });

  it("is any other type that is sent", () => {
    expect(contentOf({ message_type: "image" }).message_type).toBe("image");
  });
});

describe("a message's recipients", () => {
  it("stay absent when they are left out, and stay an empty list when that is sent", () => {
    expect(contentOf({})).not.toHaveProperty("recipients");
    expect(recipientsOf()).toEqual([]);
  });

  it("are kept as sent, repeated or not, without fields of other names", () => {
    const bob = { _id: "bob", msg_seen: true };
    expect(recipientsOf(bob, { _id: "ann", msg_seen: false, name: "Ann" }, bob)).toEqual([
      bob,
      { _id: "ann", msg_seen: false },
      bob,
    ]);
  });

  it.each([[""], [false], [undefined]])("have not seen it when msg_seen is %j", (msg_seen) => {
    expect(recipientsOf({ _id: "bob", msg_seen })).toEqual([{ _id: "bob", msg_seen: false }]);
  });

  it("are dropped where their id is blank", () => {
    expect(recipientsOf({ _id: "", msg_seen: "" }, { _id: "bob" }, { _id: "" })).toEqual([
      { _id: "bob", msg_seen: false },
    ]);
  });

  it.each([
    ["without an id", { msg_seen: true }],
    ["with an id that is none", { _id: "b b" }],
    ["with a msg_seen that is neither true nor false", { _id: "bob", msg_seen: "true" }],
    ["with a msg_seen that is null", { _id: "bob", msg_seen: null }],
    ["that are ids alone", "bob"],
  ])("are refused %s", (_what, entry) => {
    const { code, paths } = send({ message: "m", recipients: [{ _id: "ann" }, entry] });
    expect(code).toBe("BAD_REQUEST");
    expect(paths[0]).toMatch(/^recipients\.1/);
  });
});

describe("a message without text", () => {
  it.each([[""], [undefined]])("is refused when nothing is attached: %j", (message) => {
    expect(send({ message })).toMatchObject({ code: "BAD_REQUEST", paths: ["message"] });
    expect(send({ message, attachments: [] })).toMatchObject({ paths: ["message"] });
  });

  it("is accepted with an attachment", () => {
    expect(send({ message: "", attachments: ["a.png"] }).code).toBe("accepted");
    expect(send({ attachments: [{}] }).code).toBe("accepted");
  });

  it("is accepted as the first of a conversation", () => {
    expect(verdict("sendNewMessage", { recipient_id: "bob", message: {} }).code).toBe("accepted");
  });

  it("is not checked before its fields are right", () => {
    expect(send({ message: "", attachments: "a.png" })).toMatchObject({ paths: ["attachments"] });
  });

  it("is accepted as an edit: whether it may be empty depends on the edited message", () => {
    expect(accepted("editMessage", { ...LEAST.editMessage, message: "" }).message).toBe("");
  });
});
