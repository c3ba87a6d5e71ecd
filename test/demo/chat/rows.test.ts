import { expect, it } from "vitest";
import type { MessageView } from "../../../client/store/index.ts";
import { rowsOf } from "../../../demo/chat/rows.ts";
import { message, NOON } from "../../client/store/samples.ts";

const MINUTE = 60_000;

/** A row in few words: a day, the line of unread ones, or a message with `[` and `]` where its group begins and ends. */
function rows(messages: MessageView[], unreadFrom?: number): string[] {
  return rowsOf(messages, unreadFrom).map((row) =>
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

it("has what is being sent in one group with one's own messages", () => {
  const sending: MessageView = {
    _id: "mine",
    conversation: "tea",
    message: "Hello",
    status: "sending",
    sender_id: "ann",
    created_at: new Date(NOON + MINUTE).toISOString(),
  };
  expect(rows([sentAt(1, NOON, "ann"), sending])).toEqual(["day", "[m1", "mine]"]);
  expect(rows([sending])).toEqual(["day", "[mine]"]);
});
