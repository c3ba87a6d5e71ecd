// The reducer of a room's state. The client delivers each event once and in order. Each part of the state has its own
// reducer, so that a loaded part can be brought up to date with the events since its request.

import { reduceHistory } from "./history.ts";
import { reduceMembers, reduceReads } from "./members.ts";
import { findMessage } from "./messages.ts";
import { reduceChanges } from "./optimistic.ts";
import { reducePins } from "./pins.ts";
import type { RoomState, Summary } from "./state.ts";
import type { Message, RoomAction } from "./types.ts";
import { reduceSummary } from "./summary.ts";

export const firstState = (summary: Summary): RoomState => ({
  summary,
  marks: new Map(),
  former: new Set(),
  typing: [],
  changes: new Map(),
  status: "idle",
});

/** The actions that concern one room. */
const ROOM_ACTION_TYPES: Record<RoomAction["type"], true> = {
  message: true,
  edited: true,
  delete: true,
  pin_message: true,
  members_added: true,
  reaction: true,
  member_removed: true,
  room_updated: true,
  seen: true,
  typing: true,
  typing_stopped: true,
};
const ROOM_ACTIONS = new Set(Object.keys(ROOM_ACTION_TYPES));

export const isRoomAction = (action: { type: string }): action is RoomAction =>
  ROOM_ACTIONS.has(action.type);

export function reduceRoom(room: RoomState, action: RoomAction, me: string): RoomState {
  const { history, members, pins } = room;
  return {
    ...room,
    ...reduceReads(room, action, me),
    summary: reduceSummary(room.summary, action),
    typing: reduceTyping(room, action),
    changes: reduceChanges(room.changes, action, me),
    history: history && reduceHistory(history, action),
    members: members && reduceMembers(members, action),
    pins: pins && reducePins(pins, action, finder(room)),
  };
}

export const finder =
  ({ history }: RoomState) =>
  (id: string): Message | undefined =>
    history && findMessage(history.messages, id);

function reduceTyping({ typing, former }: RoomState, action: RoomAction): readonly string[] {
  switch (action.type) {
    case "typing": {
      const { user_id } = action.data;
      return former.has(user_id) || typing.includes(user_id) ? typing : [...typing, user_id];
    }
    case "typing_stopped":
    case "member_removed": {
      const { user_id } = action.data;
      return typing.includes(user_id) ? typing.filter((id) => id !== user_id) : typing;
    }
    default:
      return typing;
  }
}
