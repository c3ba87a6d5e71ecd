// The rows of a conversation: days, groups of messages, the line of unread ones.

import { expect, it } from "vitest";
import type { HistoryEvent, MessageView } from "../../../client/store/index.ts";
import { rowsOf } from "../../../demo/chat/rows.ts";
import { message, NOON, pinned, renamed } from "../../client/store/samples.ts";

const MINUTE = 60_000;

const unsent: MessageView = {
  _id: "mine",
  conversation: "tea",
  message: "Hello",
  status: "sending",
  sender_id: "ann",
  created_at: new Date(NOON + MINUTE).toISOString(),
};

/** Rows in short: a day, the line of unread messages, or a message with `[` and `]` where its group begins and ends. */
function rows(messages: MessageView[], unreadFrom?: number): string[] {
  return rowsOf({ messages, unreadFrom }).map((row) =>
    row.kind === "message"
      ? `${row.isFirst ? "[" : ""}${row.key}${row.isLast ? "]" : ""}`
      : row.kind,
  );
}

const sentAt = (seq: number, at: number, sender_id = "bob"): MessageView => ({
  ...message(seq, { sender_id, created_at: new Date(at).toISOString() }),
  status: "sent",
});

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
  expect(rows(messages, 2)).toEqual(["day", "[m1]", "unread", "[m2", "m3]"]);
});

it("shows events in their place, and breaks groups there; messages that are not stored yet come last", () => {
  const failed: MessageView = {
    ...unsent,
    _id: "failed",
    status: "failed",
    after: 1,
  };
  const events: HistoryEvent[] = [
    { event: "pin_message", data: pinned(1, 2) },
    { event: "room_updated", data: renamed("Tea", 4) },
  ];
  const messages = [sentAt(1, NOON), failed, { ...sentAt(3, NOON), rev: 3 }, unsent];
  const keys = rowsOf({ messages, events }).map(({ key }) => key);
  expect(keys).toEqual(["day m1", "m1", "failed", "event 2", "m3", "event 4", "mine"]);
  const both = { messages: [sentAt(1, NOON), { ...sentAt(3, NOON), rev: 3 }], events };
  expect(rowsOf(both).flatMap((row) => (row.kind === "message" ? [row.isLast] : []))).toEqual([
    true,
    true,
  ]);
});

it("groups messages that are being sent with one's own", () => {
  expect(rows([sentAt(1, NOON, "ann"), unsent])).toEqual(["day", "[m1", "mine]"]);
  expect(rows([unsent])).toEqual(["day", "[mine]"]);
});
