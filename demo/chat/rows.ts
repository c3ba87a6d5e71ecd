// A conversation as rows: messages in groups of one sender, days, and where the unread ones begin.

import type { MessageView } from "../../client/store/index.ts";
import { isSameDay } from "../times.ts";

export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string; readonly at: number }
  | MessageRow;

export interface MessageRow {
  readonly kind: "message";
  readonly key: string;
  readonly at: number;
  readonly message: MessageView;
  /** Whether it is the first, and the last, of those that its sender wrote in one go. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Messages of one sender that are no further apart belong together. */
const TOGETHER_MS = 5 * 60 * 1_000;

/** @param unreadFrom the `seq` of the first message that was unread; the first that is here counts as such */
export function rowsOf(
  messages: readonly MessageView[],
  unreadFrom = Number.POSITIVE_INFINITY,
): Row[] {
  const unread = messages.find((message) => message.status === "sent" && message.seq >= unreadFrom);
  const entries = messages.map((message) => ({
    message,
    key: message._id,
    at: Date.parse(message.created_at),
    sender_id: message.sender_id,
    isUnreadStart: message === unread,
  }));
  return entries.flatMap(({ message, key, at, isUnreadStart }, index): Row[] => {
    const entry = { at, sender_id: message.sender_id };
    const before = entries[index - 1];
    const after = entries[index + 1];
    const isNewDay = !before || !isSameDay(before.at, at);
    const isFirst = isNewDay || isUnreadStart || !areTogether(before, entry);
    const isLast = !after || after.isUnreadStart || !areTogether(entry, after);
    return [
      ...(isNewDay ? [{ kind: "day" as const, key: `day ${key}`, at }] : []),
      ...(isUnreadStart ? [{ kind: "unread" as const, key: "unread", at }] : []),
      { kind: "message", key, at, message, isFirst, isLast },
    ];
  });
}

interface Entry {
  readonly sender_id: string;
  readonly at: number;
}

const areTogether = (a: Entry, b: Entry): boolean =>
  a.sender_id === b.sender_id && b.at - a.at < TOGETHER_MS && isSameDay(a.at, b.at);
