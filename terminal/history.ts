// Formats a part of a room's history: messages, events, and a mark above the unread ones.
import type { HistoryEvent, MessageView } from "../client/store/index.ts";
import { eventLine } from "./happened.ts";
import { messageWithReactions } from "./lines.ts";
import type { Rooms } from "./rooms.ts";

export interface HistoryPart {
  readonly messages: readonly Extract<MessageView, { status: "sent" }>[];
  readonly events: readonly HistoryEvent[];
  /** The `seq` of the first message that is unread. */
  readonly firstUnread?: number | undefined;
}

/** In the order of `rev`. */
export function historyLines(
  { messages, events, firstUnread }: HistoryPart,
  rooms: Rooms,
): string[] {
  const written = messages.map((message) => ({
    rev: message.rev,
    lines: [
      ...(message.seq === firstUnread ? ["--- new ---"] : []),
      messageWithReactions(message, rooms),
    ],
  }));
  const happened = events.map((event) => ({
    rev: event.data.rev,
    lines: [eventLine(event, rooms)],
  }));
  return [...written, ...happened].sort((a, b) => a.rev - b.rev).flatMap(({ lines }) => lines);
}
