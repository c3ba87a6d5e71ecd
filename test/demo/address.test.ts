import { expect, it } from "vitest";
import { addressOf, placeIn } from "../../demo/address.ts";

it.each([{ room_id: "tea" }, { user_id: "ann|a@b:c.d" }])(
  "finds %j in its own address",
  (place) => {
    expect(placeIn(addressOf(place))).toEqual(place);
  },
);

it.each(["", "#", "#/", "#/room/", "#/elsewhere/tea"])("finds no conversation in %j", (hash) => {
  expect(placeIn(hash)).toBeUndefined();
});

it("does not stumble over an address that somebody mistyped", () => {
  expect(placeIn("#/room/100%")).toEqual({ room_id: "100%" });
});
