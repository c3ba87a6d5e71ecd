// Formats a part of a room's history: messages, events, and a line above the first unread message.
import type { HistoryEvent, MessageView } from "../client/store/index.ts";
import { systemMessage } from "./system-message.ts";
import { messageWithReactions } from "./lines.ts";
import type { Rooms } from "./rooms.ts";

export interface HistoryPart {
  readonly messages: readonly Extract<MessageView, { status: "sent" }>[];
  readonly events: readonly HistoryEvent[];
  /** The `seq` of the first message that is unread. */
  readonly firstUnread?: number | undefined;
}

/** The lines of messages and events, in the order of `rev`. */
export function historyLines(
  { messages, events, firstUnread }: HistoryPart,
  rooms: Rooms,
): string[] {
  const messageLines = messages.map((message) => ({
    rev: message.rev,
    lines:
      message.seq === firstUnread
        ? ["--- new ---", messageWithReactions(message, rooms)]
        : [messageWithReactions(message, rooms)],
  }));
  const eventLines = events.map((event) => ({
    rev: event.data.rev,
    lines: [systemMessage(event, rooms)],
  }));
  return [...messageLines, ...eventLines]
    .sort((a, b) => a.rev - b.rev)
    .flatMap(({ lines }) => lines);
}
