// The fields of every action's payload: which are required, their types, and unknown fields.

import { describe, expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { LEAST } from "./payloads.ts";
import { accepted, verdict, withField } from "./verdict.ts";

const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

describe("a payload", () => {
  it.each<[ActionName, string]>([
    ["sendMessage", "room_id"],
    ["typing", "room_id"],
    ["sendNewMessage", "recipient_id"],
    ["sendNewMessage", "message"],
    ["createGroup", "room_name"],
    ["createGroup", "recipients"],
    ["deleteMessage", "message_id"],
    ["deleteMessage", "room_id"],
    ["editMessage", "message_id"],
    ["editMessage", "room_id"],
    ["editMessage", "message"],
    ["messageSeen", "message_id"],
    ["messageSeen", "room_id"],
    ["pinMessage", "_id"],
    ["pinMessage", "room_id"],
    ["pinMessage", "pin_message"],
  ])("of %s must hold %s", (action, field) => {
    const { code, paths } = verdict(action, withField(LEAST[action], field, undefined));
    expect({ code, paths }).toEqual({ code: "BAD_REQUEST", paths: [field] });
  });

  it.each(ACTION_NAMES)("need hold no more than that: %s", (action) => {
    expect(verdict(action, LEAST[action]).code).toBe("accepted");
  });

  it.each(ACTION_NAMES)("loses what is no field of its action: %s", (action) => {
    const extra = {
      action,
      request_id: "1",
      seen_at: 9,
      rev: 9,
      created_at: "2024",
      constructor: 1,
    };
    expect(accepted(action, { ...extra, ...LEAST[action] })).toStrictEqual(
      accepted(action, LEAST[action]),
    );
  });

  it("drops unknown fields of the message in it", () => {
    const message = { message: "x", room_id: "r", seq: 9, edited_at: "2024" };
    const { message: parsed } = accepted("sendNewMessage", { recipient_id: "bob", message });
    expect(parsed).toStrictEqual({
      message: "x",
      isStoryReply: false,
      reply_message: {},
      message_type: "text",
      attachments: [],
    });
  });

  it.each(ACTION_NAMES)("changes no object's prototype: %s", (action) => {
    const json = JSON.stringify(LEAST[action]).replace(/^\{/, `{"__proto__":{"isAdmin":true},`);
    const frame = JSON.parse(json.replace(",}", "}")) as object;
    const parsed = accepted(action, frame);
    expect(parsed.isAdmin).toBeUndefined();
    expect(Object.hasOwn(parsed, "__proto__")).toBe(false);
    expect({}).not.toHaveProperty("isAdmin");
  });

  it("does not take a field from an object's prototype", () => {
    const frame = JSON.parse(`{"__proto__":{"room_id":"room"},"message":"hi"}`) as object;
    expect(verdict("sendMessage", frame)).toMatchObject({
      code: "BAD_REQUEST",
      paths: ["room_id"],
    });
  });

  it.each<[ActionName, string, unknown]>([
    ["connectRooms", "limit", "10"],
    ["connectRooms", "limit", 1.5],
    ["connectRooms", "limit", 0],
    ["connectRooms", "limit", 101],
    ["connectRooms", "limit", Infinity],
    ["connectRooms", "cursor", 7],
    ["connectRooms", "first_name", 7],
    ["sendMessage", "message", 7],
    ["sendMessage", "message", null],
    ["sendMessage", "isStoryReply", "false"],
    ["sendMessage", "reply_message", "text"],
    ["sendMessage", "reply_message", []],
    ["sendMessage", "reply_message", null],
    ["sendMessage", "attachments", {}],
    ["sendMessage", "recipients", {}],
    ["sendMessage", "message_type", 7],
    ["sendMessage", "dateCreated", 1715757576621],
    ["typing", "message", 7],
    ["sendNewMessage", "message", "text"],
    ["sendNewMessage", "message", []],
    ["sendNewMessage", "message", null],
    ["sendNewMessage", "type", "channel"],
    ["sendNewMessage", "type", ""],
    ["sendNewMessage", "image_url", 7],
    ["createGroup", "room_name", ""],
    ["createGroup", "recipients", "bob"],
    ["createGroup", "type", "peer-to-peer"],
    ["createGroup", "image_url", null],
    ["editMessage", "message", ["text"]],
    ["pinMessage", "pin_message", "true"],
    ["pinMessage", "pin_message", 1],
  ])("of %s with a wrong %s is refused there: %j", (action, field, value) => {
    const { code, paths } = verdict(action, withField(LEAST[action], field, value));
    expect({ code, paths }).toEqual({ code: "BAD_REQUEST", paths: [field] });
  });

  it("reports all wrong fields at once", () => {
    const { code, paths } = verdict("pinMessage", { _id: "", room_id: 7 });
    expect(code).toBe("BAD_REQUEST");
    expect(paths).toEqual(["_id", "room_id", "pin_message"]);
  });
});

describe("the defaults of", () => {
  const content = {
    isStoryReply: false,
    reply_message: {},
    message_type: "text",
    attachments: [],
  };

  it.each<[ActionName, object]>([
    ["connectRooms", { limit: 100 }],
    ["sendMessage", { ...LEAST.sendMessage, ...content }],
    ["typing", LEAST.typing],
    [
      "sendNewMessage",
      {
        recipient_id: ["bob"],
        type: "peer-to-peer",
        room_name: "",
        image_url: "",
        message: { message: "", ...content },
      },
    ],
    ["createGroup", { ...LEAST.createGroup, type: "group-chat", image_url: "" }],
    ["deleteMessage", LEAST.deleteMessage],
    ["editMessage", LEAST.editMessage],
    ["messageSeen", LEAST.messageSeen],
    ["pinMessage", LEAST.pinMessage],
  ])("%s are filled in, and no other field", (action, expected) => {
    expect(accepted(action, LEAST[action])).toStrictEqual(expected);
  });
});
