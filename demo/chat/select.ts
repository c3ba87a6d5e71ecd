// What the views ask of the state.

import { SUGGESTED, type Person } from "../person.ts";
import { otherOf, roomAt, unreadOf } from "./rooms.ts";
import type { Pending, Place, Room, State } from "./state.ts";

export const nameOf = ({ names }: State, userId: string): string => names.get(userId) ?? userId;

/** What a room is called: a group's name, or the other person's. */
export function titleOf(state: State, roomId: string): string {
  const room = state.rooms.get(roomId);
  if (!room) return "a conversation";
  const other = otherOf(room, state.me.user_id);
  if (other !== undefined) return nameOf(state, other);
  return room.info.room_name || membersInWords(state, room) || "Group";
}

function membersInWords(state: State, { members = [] }: Room): string {
  const others = members.filter(({ user_id }) => user_id !== state.me.user_id);
  return others.map(({ user_id }) => nameOf(state, user_id)).join(", ");
}

/** As the list shows them: the one with the newest message first. */
export const sortedRooms = ({ rooms }: State): Room[] =>
  [...rooms.values()].sort((a, b) => activityOf(b).localeCompare(activityOf(a)));

/** When something was last said. The server's times sort as text. */
export const activityOf = ({ last, info }: Room): string => last?.created_at ?? info.created_at;

export const unreadInAll = ({ rooms, me }: State): number =>
  [...rooms.values()].reduce((sum, room) => sum + unreadOf(room, me.user_id), 0);

/** What was written in a conversation and is not stored yet. A pair's may be older than its room. */
export function pendingAt(state: State, place: Place): Pending[] {
  const room = roomAt(state, place);
  const other = room ? otherOf(room, state.me.user_id) : undefined;
  return state.pending.filter((pending) =>
    "room_id" in pending.place
      ? pending.place.room_id === room?.info._id
      : pending.place.user_id === ("user_id" in place ? place.user_id : other),
  );
}

/** Everybody whose name is known, by name, then those who are suggested; without the person themselves. */
export function peopleToChoose({ names, me }: State): Person[] {
  const known = [...names]
    .map(([user_id, first_name]) => ({ user_id, first_name }))
    .sort((a, b) => a.first_name.localeCompare(b.first_name));
  return [...known, ...SUGGESTED.filter(({ user_id }) => !names.has(user_id))].filter(
    ({ user_id }) => user_id !== me.user_id,
  );
}

/** Who has read up to a message of the person's own: the others' ids. */
export const readersOf = (room: Room, seq: number, me: string): string[] =>
  [...room.marks].filter(([id, mark]) => id !== me && mark >= seq).map(([id]) => id);

/** Whether a message was read by everybody else. */
export const isReadByAll = (room: Room, seq: number, me: string): boolean =>
  readersOf(room, seq, me).length >= room.info.member_count - 1;
