// Completes a command by the tab key.

import { expect, it } from "vitest";
import { completer } from "../../terminal/completion.ts";
import { makeRooms } from "../../terminal/rooms.ts";
import { last, listed, listing, pair } from "../client/store/samples.ts";

const bobby = last(1, { sender_id: "bobby", first_name: "Bobby" });
const { store } = await listing([listed({ last_message: bobby }), pair()]);
const complete = completer(store, makeRooms(store), "ann");

it.each([
  ["/hi", ["/history "], "/hi"],
  ["/re", ["/react ", "/remove ", "/rename "], "/re"],
  ["/nothing", [], "/nothing"],
  ["/room ", ["Tea", "Bob"], ""],
  ["/room T", ["Tea"], "T"],
  ["/new b", ["bob", "bobby"], "b"],
  ["/new bob,bobb", ["bobby"], "bobb"],
  ["/new bob Hello b", [], "/new bob Hello b"],
  ["/add cid bobb", ["bobby"], "bobb"],
  ["/remove bobb", ["bobby"], "bobb"],
  ['/group "Long weekend" bobb', ["bobby"], "bobb"],
  ["/group b", [], "/group b"],
  ["/add ", ["bob", "bobby"], ""],
  ["Hello b", [], "Hello b"],
])("completes %j to %j", (line, candidates, end) => {
  expect(complete(line)).toEqual([candidates, end]);
});
