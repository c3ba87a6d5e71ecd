// Turns a conversation into rows: messages grouped by sender, events between them, days, and a line above the unread
// messages.

import type { HistoryEvent, MessageView } from "../../client/store/index.ts";
import { isSameDay } from "../times.ts";
import { timeOf } from "./system-message.ts";

export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string; readonly at: number }
  | { readonly kind: "event"; readonly key: string; readonly event: HistoryEvent }
  | MessageRow;

export interface MessageRow {
  readonly kind: "message";
  readonly key: string;
  readonly at: number;
  readonly message: MessageView;
  /** Whether it is the first, and the last, message of its group. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether its time is shown: it is the last of its group, or the next one has another time. */
  readonly isTimed: boolean;
}

/** Messages of one sender with a shorter distance form a group. */
const GROUP_MS = 5 * 60 * 1_000;

export interface Content {
  readonly messages: readonly MessageView[];
  readonly events?: readonly HistoryEvent[];
  /** The `seq` of the first unread message. The line goes above the first loaded message from there on. */
  readonly unreadFrom?: number | undefined;
}

export function rowsOf({ messages, events = [], unreadFrom = Infinity }: Content): Row[] {
  const unread = messages.find((message) => message.status === "sent" && message.seq >= unreadFrom);
  const entries = merged(messages, events);
  return entries.flatMap((entry, index): Row[] => {
    const before = entries[index - 1];
    const after = entries[index + 1];
    const { key, at, message } = entry;
    const isNewDay = !before || !isSameDay(before.at, at);
    const isUnreadStart = message !== undefined && message === unread;
    const isAfterUnread = after?.message !== undefined && after.message === unread;
    return [
      ...(isNewDay ? [{ kind: "day" as const, key: `day ${key}`, at }] : []),
      ...(isUnreadStart ? [{ kind: "unread" as const, key: "unread", at }] : []),
      message
        ? {
            kind: "message",
            key,
            at,
            message,
            isFirst: isUnreadStart || !areInOneGroup(before, entry),
            isLast: isAfterUnread || !areInOneGroup(entry, after),
            isTimed: isAfterUnread || !areInOneGroup(entry, after) || !isSameMinute(at, after?.at),
          }
        : { kind: "event", key, event: entry.event },
    ];
  });
}

type Entry = { readonly key: string; readonly at: number } & (
  | { readonly message: MessageView; readonly event?: undefined }
  | { readonly event: HistoryEvent; readonly message?: undefined }
);

/** Merges two lists in the order of `rev`. Messages that are not stored yet come last. */
function merged(messages: readonly MessageView[], events: readonly HistoryEvent[]): Entry[] {
  const stored = messages.findLastIndex(({ status }) => status === "sent");
  let next = 0;
  const eventsBefore = (rev: number): Entry[] => {
    const from = next;
    while (next < events.length && (events[next]?.data.rev ?? 0) < rev) next++;
    return events.slice(from, next).map((event) => ({
      key: `event ${event.data.rev}`,
      at: timeOf(event),
      event,
    }));
  };
  const entries = messages.flatMap((message, index) => [
    ...eventsBefore(message.status === "sent" ? message.rev : index > stored ? Infinity : 0),
    { key: message._id, at: Date.parse(message.created_at), message },
  ]);
  return [...entries, ...eventsBefore(Infinity)];
}

const areInOneGroup = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.message !== undefined &&
  b?.message !== undefined &&
  a.message.sender_id === b.message.sender_id &&
  b.at - a.at < GROUP_MS &&
  isSameDay(a.at, b.at);

const isSameMinute = (a: number, b = 0): boolean =>
  Math.floor(a / 60_000) === Math.floor(b / 60_000);
