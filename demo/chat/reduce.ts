// From one state to the next. It only puts into place: the client has seen to the order of events, and that each comes
// once.

import type { Happening } from "./happening.ts";
import { hearMessage } from "./history.ts";
import { without } from "./maps.ts";
import { learnNames } from "./names.ts";
import { addNews } from "./news.ts";
import { reduceRoom } from "./reduce-room.ts";
import { addRoom, listRooms, roomAt, roomFrom, unreadOf, updateRoom } from "./rooms.ts";
import type { Pending, State } from "./state.ts";

export function reduce(before: State, happening: Happening): State {
  const state = step(learnNames(before, happening), happening);
  return addNews(state, before, happening);
}

function step(state: State, happening: Happening): State {
  switch (happening.type) {
    case "connection":
      return { ...state, connection: happening.data.state };
    case "error":
      // What is tried again by itself shows as a lost connection.
      return happening.data.retryable ? state : { ...state, notice: happening.data.message };
    case "notice":
      return { ...state, notice: happening.text };
    case "tick":
      return { ...state, now: happening.now };
    case "met":
      // All there is to it are the names.
      return state;
    case "opened":
      return rememberUnread({ ...state, place: happening.place });

    case "sending":
      return { ...state, pending: [...drop(state, happening.pending._id), happening.pending] };
    case "refused":
      return { ...state, pending: refuse(state, happening._id, happening.refusal) };
    case "discarded":
      return { ...state, pending: drop(state, happening._id) };

    case "listed":
      return rememberUnread(listRooms({ ...state, isListed: true }, happening.rooms));
    case "room":
      return listRooms(state, [happening.data]);
    case "group":
      return addRoom(state, roomFrom(happening.data));
    case "conversation":
      return addRoom(state, roomFrom(happening.data.room));
    case "lost":
      return { ...state, rooms: without(state.rooms, happening.room_id) };
    case "message": {
      const { _id, room_id, sender_id } = happening.data;
      const pending = sender_id === state.me.user_id ? drop(state, _id) : state.pending;
      return updateRoom({ ...state, pending }, room_id, (room) =>
        hearMessage(room, happening.data),
      );
    }
    case "member_removed":
      if (happening.data.user_id === state.me.user_id) {
        return { ...state, rooms: without(state.rooms, happening.data.room_id) };
      }
      return inRoom(state, happening.data.room_id, happening);
    default:
      return inRoom(
        state,
        "data" in happening ? happening.data.room_id : happening.room_id,
        happening,
      );
  }
}

const inRoom = (state: State, room_id: string, happening: Happening): State =>
  updateRoom(state, room_id, (room) => reduceRoom(room, happening));

/** Where the unread messages begin is shown until the conversation is left, though they are read by then. */
function rememberUnread(state: State): State {
  const open = roomAt(state, state.place);
  const rooms = new Map(state.rooms);
  for (const [id, { unreadFrom, ...room }] of rooms) {
    if (id !== open?.info._id) rooms.set(id, room);
    else if (unreadFrom === undefined && unreadOf(room, state.me.user_id) > 0) {
      rooms.set(id, { ...room, unreadFrom: (room.marks.get(state.me.user_id) ?? 0) + 1 });
    }
  }
  return { ...state, rooms };
}

const drop = ({ pending }: State, _id: string): readonly Pending[] =>
  pending.some((one) => one._id === _id) ? pending.filter((one) => one._id !== _id) : pending;

const refuse = ({ pending }: State, _id: string, refusal: string): readonly Pending[] =>
  pending.map((one) => (one._id === _id ? { ...one, refusal } : one));
