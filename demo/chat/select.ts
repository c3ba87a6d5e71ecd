// Derives what the views show from the state.

import type { Member, RoomView } from "../../client/store/index.ts";
import { SUGGESTED, type Person } from "../person.ts";
import type { State } from "./state.ts";

export const nameOf = ({ names }: Pick<State, "names">, userId: string): string =>
  names.get(userId) ?? userId;

/** A room's title: the group's name or its members' names; in a room of two, the other user's name. */
export function titleOf(
  state: State,
  room: RoomView | undefined,
  members: readonly Member[] = [],
): string {
  if (!room) return "a conversation";
  if (room.user_id !== undefined) return nameOf(state, room.user_id);
  const others = members.filter(({ user_id }) => user_id !== state.me.user_id);
  const names = others.map(({ user_id }) => nameOf(state, user_id)).join(", ");
  return room.info.room_name || names || "Group";
}

/** Users with a known name, sorted, then suggested names; without the user themselves. */
export function peopleToChoose({ names, me }: State): Person[] {
  const known = [...names]
    .map(([user_id, first_name]) => ({ user_id, first_name }))
    .sort((a, b) => a.first_name.localeCompare(b.first_name));
  return [...known, ...SUGGESTED.filter(({ user_id }) => !names.has(user_id))].filter(
    ({ user_id }) => user_id !== me.user_id,
  );
}
