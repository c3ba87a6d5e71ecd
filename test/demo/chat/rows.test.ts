import { expect, it } from "vitest";
import { rowsOf } from "../../../demo/chat/rows.ts";
import type { Message, Pending } from "../../../demo/chat/state.ts";
import { message, NOON } from "./samples.ts";

const MINUTE = 60_000;

/** A row in few words: a day, the line of unread ones, or a message with `[` and `]` where its group begins and ends. */
function rows(messages: Message[], pending: Pending[] = [], unreadFrom?: number): string[] {
  return rowsOf(messages, pending, { me: "ann", unreadFrom }).map((row) =>
    row.kind === "day" || row.kind === "unread"
      ? row.kind
      : `${row.isFirst ? "[" : ""}${row.key}${row.isLast ? "]" : ""}`,
  );
}

const sentAt = (seq: number, at: number, sender_id = "bob"): Message =>
  message(seq, { sender_id, created_at: new Date(at).toISOString() });

it("groups messages of one sender that are less than five minutes apart", () => {
  const messages = [
    sentAt(1, NOON),
    sentAt(2, NOON + 4 * MINUTE),
    sentAt(3, NOON + 9 * MINUTE),
    sentAt(4, NOON + 9 * MINUTE, "cid"),
  ];
  expect(rows(messages)).toEqual(["day", "[m1", "m2]", "[m3]", "[m4]"]);
});

it("begins each day with its date, and a group with it", () => {
  const midnight = new Date(NOON).setHours(24, 0, 0, 0);
  const messages = [sentAt(1, midnight - 1), sentAt(2, midnight)];
  expect(rows(messages)).toEqual(["day", "[m1]", "day", "[m2]"]);
});

it("shows where the unread messages begin", () => {
  const messages = [sentAt(1, NOON), sentAt(2, NOON), sentAt(3, NOON)];
  expect(rows(messages, [], 2)).toEqual(["day", "[m1]", "unread", "[m2", "m3]"]);
});

it("has what waits at the end, in one group with one's own messages", () => {
  const pending = { _id: "mine", place: { room_id: "tea" }, text: "Hello", at: NOON + MINUTE };
  expect(rows([sentAt(1, NOON, "ann")], [pending])).toEqual(["day", "[m1", "mine]"]);
  expect(rows([], [pending])).toEqual(["day", "[mine]"]);
});
