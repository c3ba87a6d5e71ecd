// What happened in a room between its messages: who came and went, names, pictures, pins. In the order of `rev`.

import type { Result } from "../api.ts";
import type { RoomAction } from "./types.ts";

/** As the protocol's `getMessages` tells it. */
export type HistoryEvent = NonNullable<Result<"getMessages">["events"]>[number];

/** Undefined for what is part of a message, and for a pin that was taken off. */
export function historyEventOf(action: RoomAction): HistoryEvent | undefined {
  switch (action.type) {
    case "members_added":
      return { event: action.type, data: action.data };
    case "member_removed":
      return { event: action.type, data: action.data };
    case "room_updated":
      return { event: action.type, data: action.data };
    case "pin_message":
      return action.data.pin_message ? { event: action.type, data: action.data } : undefined;
    default:
      return undefined;
  }
}

/** Each once; the same list if there is nothing new. */
export function mergeEvents(
  known: readonly HistoryEvent[],
  more: readonly HistoryEvent[],
): readonly HistoryEvent[] {
  const revs = new Set(known.map(({ data }) => data.rev));
  const unknown = more.filter(({ data }) => !revs.has(data.rev));
  if (unknown.length === 0) return known;
  return [...known, ...unknown].sort((a, b) => a.data.rev - b.data.rev);
}
