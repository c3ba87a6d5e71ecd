// A conversation as rows: messages in groups of one sender, days, and where the unread ones begin.

import { isSameDay } from "../times.ts";
import type { Message, Pending } from "./state.ts";

export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string }
  | (Grouped & { readonly kind: "message"; readonly message: Message })
  | (Grouped & { readonly kind: "pending"; readonly pending: Pending });

interface Grouped {
  readonly key: string;
  readonly at: number;
  readonly sender_id: string;
  /** Whether it is the first, and the last, of those that its sender wrote in one go. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Messages of one sender that are no further apart belong together. */
const TOGETHER_MS = 5 * 60 * 1_000;

export function rowsOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  { me, unreadFrom }: { readonly me: string; readonly unreadFrom: number | undefined },
): Row[] {
  const entries = [
    ...messages.map((message) => ({
      ...{ kind: "message" as const, message, key: message._id, sender_id: message.sender_id },
      at: Date.parse(message.created_at),
      isUnreadStart: message.seq === unreadFrom,
    })),
    ...pending.map((waiting) => ({
      ...{ kind: "pending" as const, pending: waiting, key: waiting._id, sender_id: me },
      ...{ at: waiting.at, isUnreadStart: false },
    })),
  ];
  return entries.flatMap(({ isUnreadStart, ...entry }, index): Row[] => {
    const before = entries[index - 1];
    const after = entries[index + 1];
    const isNewDay = !before || !isSameDay(before.at, entry.at);
    const isFirst = isNewDay || isUnreadStart || !areTogether(before, entry);
    const isLast = !after || after.isUnreadStart || !areTogether(entry, after);
    return [
      ...(isNewDay ? [{ kind: "day" as const, key: `day ${entry.key}`, at: entry.at }] : []),
      ...(isUnreadStart ? [{ kind: "unread" as const, key: "unread" }] : []),
      { ...entry, isFirst, isLast },
    ];
  });
}

interface Entry {
  readonly sender_id: string;
  readonly at: number;
}

const areTogether = (a: Entry, b: Entry): boolean =>
  a.sender_id === b.sender_id && b.at - a.at < TOGETHER_MS && isSameDay(a.at, b.at);
