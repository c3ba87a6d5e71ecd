// The list of rooms, and what is known of each besides its messages.

import type { ChatEvents } from "../../client/index.ts";
import { withEntry } from "./maps.ts";
import type { Listed, Place, Room, State } from "./state.ts";

export const updateRoom = (state: State, room_id: string, update: (room: Room) => Room): State => {
  const room = state.rooms.get(room_id);
  return room ? { ...state, rooms: withEntry(state.rooms, room_id, update(room)) } : state;
};

type RoomData = ChatEvents["group"] | ChatEvents["conversation"]["room"];

/** A room of which nothing is known yet but that it is there. Of a pair, it names both people. */
export const roomFrom = (data: RoomData): Room => ({
  info: infoOf(data),
  last: null,
  seq: 0,
  marks: new Map(),
  typing: new Set(),
  changes: new Map(),
  loading: "not yet",
});

// A group tells its members' ids where a pair tells its people.
function infoOf({ _id, room_name, type, created_at, member_count, recipients }: RoomData) {
  const people = recipients?.filter((recipient) => typeof recipient === "object");
  return {
    ...{ _id, room_name, type, created_at, member_count },
    ...(type === "peer-to-peer" && people && { recipients: people }),
  };
}

/** Adds a room unless it is known. */
export const addRoom = (state: State, room: Room): State =>
  state.rooms.has(room.info._id)
    ? state
    : { ...state, rooms: withEntry(state.rooms, room.info._id, room) };

/** Takes what the server's list says, and keeps what else is known of a room. */
export function listRooms(state: State, listed: readonly Listed[]): State {
  const rooms = new Map(state.rooms);
  for (const data of listed) {
    const known = rooms.get(data._id) ?? roomFrom(data);
    const { last_message: last, seq, seen_seq } = data;
    const room = { ...known, info: roomFrom(data).info, last, seq };
    rooms.set(data._id, markSeen(room, state.me.user_id, seen_seq));
  }
  return { ...state, rooms };
}

/** Moves a read mark, forward only. */
export const markSeen = (room: Room, user_id: string, seq: number): Room =>
  seq > (room.marks.get(user_id) ?? 0)
    ? { ...room, marks: withEntry(room.marks, user_id, seq) }
    : room;

export function removeMember(room: Room, data: ChatEvents["member_removed"]): Room {
  const { user_id, owner_id, member_count } = data;
  const members = room.members
    ?.filter((member) => member.user_id !== user_id)
    .map((member) =>
      member.user_id === owner_id ? { ...member, role: "owner" as const } : member,
    );
  return {
    ...room,
    info: { ...room.info, member_count },
    typing: new Set([...room.typing].filter((id) => id !== user_id)),
    ...(members && { members }),
  };
}

/** The room of a place, if there is one yet. */
export function roomAt({ rooms, me }: State, place: Place | undefined): Room | undefined {
  if (!place) return undefined;
  if ("room_id" in place) return rooms.get(place.room_id);
  return [...rooms.values()].find((room) => otherOf(room, me.user_id) === place.user_id);
}

/** The other one of a pair. */
export const otherOf = ({ info }: Room, me: string): string | undefined =>
  info.recipients?.find(({ _id }) => _id !== me)?._id;

/** How many messages the person has not seen. */
export const unreadOf = ({ seq, marks }: Room, me: string): number =>
  Math.max(0, seq - (marks.get(me) ?? 0));
