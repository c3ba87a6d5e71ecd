// Ids: their characters, and which of them a client may choose.

import { describe, expect, it } from "vitest";
import { id, newMessageId, newRoomId } from "../../protocol/identifiers.ts";
import { LEAST } from "./payloads.ts";
import { verdict, withField } from "./verdict.ts";
import type { ActionName } from "../../protocol/actions.ts";

const isId = (value: unknown) => id.safeParse(value).success;

describe("an id", () => {
  it("is made of letters, digits and . _ : @ | -", () => {
    expect(isId("AZaz09._:@|-")).toBe(true);
    expect(isId("auth0|65e01d25c002d6508c631ad9")).toBe(true);
    expect(isId("ann.lee@example.com")).toBe(true);
  });

  it("is 1 to 128 characters long", () => {
    expect(isId("a")).toBe(true);
    expect(isId("a".repeat(128))).toBe(true);
    expect(isId("")).toBe(false);
    expect(isId("a".repeat(129))).toBe(false);
  });

  it.each(["a b", " a", "a\n", "a#b", "a/b", "a%20", "é", "😀", "a\u0000", "a+b", "a=", "{}"])(
    "is of no other characters: %j",
    (value) => {
      expect(isId(value)).toBe(false);
    },
  );

  it.each([7, true, null, {}, ["a"]])("is a string and nothing else: %j", (value) => {
    expect(isId(value)).toBe(false);
  });

  it.each<[ActionName, string]>([
    ["connectRooms", "user_id"],
    ["sendMessage", "room_id"],
    ["sendMessage", "_id"],
    ["sendMessage", "sender_id"],
    ["typing", "room_id"],
    ["typing", "user_id"],
    ["sendNewMessage", "message._id"],
    ["sendNewMessage", "message.sender_id"],
    ["createGroup", "_id"],
    ["createGroup", "creator_id"],
    ["deleteMessage", "room_id"],
    ["deleteMessage", "message_id"],
    ["deleteMessage", "user_id"],
    ["editMessage", "room_id"],
    ["editMessage", "message_id"],
    ["editMessage", "user_id"],
    ["messageSeen", "room_id"],
    ["messageSeen", "message_id"],
    ["messageSeen", "user_id"],
    ["pinMessage", "room_id"],
    ["pinMessage", "_id"],
    ["pinMessage", "user_id"],
  ])("is what %s takes as %s", (action, field) => {
    const of = (value: unknown) => verdict(action, withField(LEAST[action], field, value), "me");
    expect(of("me").code).toBe("accepted");
    for (const wrong of ["", "a b", "a".repeat(129), 7, null]) {
      expect(of(wrong)).toMatchObject({ code: "BAD_REQUEST", paths: [field] });
    }
  });
});

describe("a room id that a client chooses", () => {
  const maySay = (value: string) => newRoomId.safeParse(value).success;

  it.each(["p2p.", "p2p.abc", "new.", "new.0123"])(
    "does not begin as the server's: %s",
    (value) => {
      expect(maySay(value)).toBe(false);
      const { code, paths } = verdict("createGroup", { ...LEAST.createGroup, _id: value });
      expect({ code, paths }).toEqual({ code: "BAD_REQUEST", paths: ["_id"] });
    },
  );

  it.each(["p2p", "P2P.abc", "a.p2p.b", "newroom", "new", "663c8020fefd1941540edbca", "000"])(
    "may be any other: %s",
    (value) => {
      expect(maySay(value)).toBe(true);
    },
  );

  it("may be named once the server has made it, as by any message to it", () => {
    expect(verdict("sendMessage", { ...LEAST.sendMessage, room_id: "p2p.abc" }).code).toBe(
      "accepted",
    );
  });
});

describe("a message id that a client chooses", () => {
  const server = "000000000001a1b2c3d4e5f6";
  const maySay = (value: string) => newMessageId.safeParse(value).success;

  it.each([server, server.toUpperCase(), "0".repeat(24)])(
    "is not of the server's shape: %s",
    (_id) => {
      expect(maySay(_id)).toBe(false);
      const { code } = verdict("sendMessage", { ...LEAST.sendMessage, _id });
      expect(code).toBe("BAD_REQUEST");
      const inner = verdict("sendNewMessage", { ...LEAST.sendNewMessage, message: { _id } });
      expect(inner).toMatchObject({ code: "BAD_REQUEST", paths: ["message._id"] });
    },
  );

  it.each([
    "63cfbfc722c59b536467f03c",
    "001000000001a1b2c3d4e5f6",
    server.slice(1),
    `${server}0`,
    "000000000001a1b2c3d4e5fg",
    "00000000-0000-4000-8000-000000000000",
  ])("may be any other: %s", (value) => {
    expect(maySay(value)).toBe(true);
  });

  it.each<[ActionName, string]>([
    ["deleteMessage", "message_id"],
    ["editMessage", "message_id"],
    ["messageSeen", "message_id"],
    ["pinMessage", "_id"],
  ])("may be named once the server has made it: by %s", (action, field) => {
    expect(verdict(action, { ...LEAST[action], [field]: server }).code).toBe("accepted");
  });
});
