// Turns a conversation into rows: messages grouped by sender, events between them, days, and the line above the unread
// ones.

import type { HistoryEvent, MessageView } from "../../client/store/index.ts";
import { isSameDay } from "../times.ts";
import { timeOf } from "./happened.ts";

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
  /** Whether it is the first, and the last, of those that its sender wrote in one go. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether its time is shown: the next one of the group has another, or there is none. */
  readonly isTimed: boolean;
}

/** Messages of one sender that are no further apart belong together. */
const TOGETHER_MS = 5 * 60 * 1_000;

export interface Content {
  readonly messages: readonly MessageView[];
  readonly events?: readonly HistoryEvent[];
  /** The `seq` of the first message that was unread; the first that is here counts as such. */
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
            isFirst: isUnreadStart || !areTogether(before, entry),
            isLast: isAfterUnread || !areTogether(entry, after),
            isTimed: isAfterUnread || !areTogether(entry, after) || !isSameMinute(at, after?.at),
          }
        : { kind: "event", key, event: entry.event },
    ];
  });
}

type Entry = { readonly key: string; readonly at: number } & (
  | { readonly message: MessageView; readonly event?: undefined }
  | { readonly event: HistoryEvent; readonly message?: undefined }
);

/** Both are in the order of `rev`; what is not stored yet comes last. */
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

const areTogether = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.message !== undefined &&
  b?.message !== undefined &&
  a.message.sender_id === b.message.sender_id &&
  b.at - a.at < TOGETHER_MS &&
  isSameDay(a.at, b.at);

const isSameMinute = (a: number, b = 0): boolean =>
  Math.floor(a / 60_000) === Math.floor(b / 60_000);
