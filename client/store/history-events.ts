// A room's events that are not messages: joins, leaves, names, pictures, pins. In the order of `rev`.

import type { Result } from "../api.ts";
import type { RoomAction } from "./types.ts";

/** An event as `getMessages` returns it. */
export type HistoryEvent = NonNullable<Result<"getMessages">["events"]>[number];

/** Undefined for changes of messages, and for an unpin. */
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

/** Merges two lists without duplicates; returns the first one if nothing is new. */
export function mergeEvents(
  known: readonly HistoryEvent[],
  more: readonly HistoryEvent[],
): readonly HistoryEvent[] {
  const revs = new Set(known.map(({ data }) => data.rev));
  const unknown = more.filter(({ data }) => !revs.has(data.rev));
  if (unknown.length === 0) return known;
  return [...known, ...unknown].sort((a, b) => a.data.rev - b.data.rev);
}
