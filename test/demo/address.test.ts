// The conversation in the page's address.

import { expect, it } from "vitest";
import { addressOf, conversationIn } from "../../demo/address.ts";

it.each([{ room_id: "tea" }, { user_id: "ann|a@b:c.d" }])(
  "finds %j in its own address",
  (conversation) => {
    expect(conversationIn(addressOf(conversation))).toEqual(conversation);
  },
);

it.each(["", "#", "#/", "#/room/", "#/elsewhere/tea"])("finds no conversation in %j", (hash) => {
  expect(conversationIn(hash)).toBeUndefined();
});

it("accepts a mistyped address without an error", () => {
  expect(conversationIn("#/room/100%")).toEqual({ room_id: "100%" });
});
