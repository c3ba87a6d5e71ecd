// A room's loaded messages, and how events and older pages change them.

import {
  findMessage,
  listMessages,
  messagesFrom,
  putMessage,
  trimMessages,
  type Messages,
} from "./messages.ts";
import { withReaction } from "../reactions.ts";
import { historyEventOf, mergeEvents, type HistoryEvent } from "./history-events.ts";
import type { History } from "./state.ts";
import { isDeleted, type Message, type RoomAction, type TextMessage } from "./types.ts";

/** A part of a history: one page, or several of which only the last has messages. */
export interface Loaded {
  readonly messages: readonly Message[];
  readonly events?: readonly HistoryEvent[];
  readonly before?: number;
  readonly rev: number;
}

export function reduceHistory(history: History, action: RoomAction): History {
  const { messages } = history;
  switch (action.type) {
    case "message":
      return action.data.rev > history.rev
        ? keep(history, putMessage(messages, action.data), history.limit)
        : history;
    case "edited":
    case "reaction":
    case "delete": {
      const message = findMessage(messages, action.data.message_id);
      if (!message || isDeleted(message) || action.data.rev <= history.rev) return history;
      return { ...history, messages: putMessage(messages, changedBy(message, action)) };
    }
    default: {
      const event = historyEventOf(action);
      if (!event || event.data.rev <= history.rev) return history;
      return { ...history, events: mergeEvents(history.events, [event]) };
    }
  }
}

function changedBy(
  message: TextMessage,
  action: Extract<RoomAction, { type: "edited" | "reaction" | "delete" }>,
): Message {
  if (action.type === "edited") {
    const { message: text, edited_at } = action.data;
    return { ...message, message: text, edited_at };
  }
  if (action.type === "reaction") return withReaction(message, action.data);
  const { _id, room_id, seq, rev, sender_id, created_at } = message;
  const { deleted_at } = action.data;
  return { _id, room_id, seq, rev, sender_id, created_at, deleted: true, deleted_at };
}

/** Keeps the newest messages. Older ones can be loaded again. */
export function keep(history: History, messages: Messages, limit: number): History {
  const kept = trimMessages(messages, limit);
  const before = kept === messages ? undefined : kept.chunks[0]?.[0]?.rev;
  if (before === undefined) return { ...history, messages: kept, limit };
  const events = history.events.filter(({ data }) => data.rev >= before);
  return { ...history, messages: kept, events, limit, before };
}

/** @param recorded the events since the request */
export const newestHistory = (
  { messages, events = [], before, rev }: Loaded,
  recorded: readonly RoomAction[],
  limit: number,
): History =>
  recorded.reduce<History>(reduceHistory, {
    messages: messagesFrom(messages),
    events,
    rev,
    isLoadingOlder: false,
    limit: Math.max(limit, messages.length),
    ...(before !== undefined && { before }),
  });

/** Inserts older messages. Of a message that both have, the present version is newer. */
export function withOlder(
  { before: _before, ...history }: History,
  { messages, events = [], before, rev }: Loaded,
  recorded: readonly RoomAction[],
): History {
  const unknown = messages.filter(({ _id }) => !findMessage(history.messages, _id));
  const older = recorded
    .filter(({ type }) => type !== "message")
    .reduce<History>(reduceHistory, { ...history, rev, messages: messagesFrom(unknown) });
  const all = listMessages(older.messages).reduceRight(putMessage, history.messages);
  return {
    ...history,
    messages: all,
    events: mergeEvents(history.events, events),
    isLoadingOlder: false,
    limit: Math.max(history.limit, all.size),
    ...(before !== undefined && { before }),
  };
}
