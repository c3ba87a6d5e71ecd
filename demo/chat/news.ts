// What came, in words, for those who listen: the page's live region reads out what is added here.

import type { Happening } from "./happening.ts";
import { nameOf, titleOf } from "./select.ts";
import { roomAt } from "./rooms.ts";
import { isDeleted, type State } from "./state.ts";

/** As many as may come before they are read. */
const KEPT = 10;

/** @param before knows what the room was called while the person was in it */
export function addNews(state: State, before: State, happening: Happening): State {
  // What was taken back is not to be read out any more.
  if (happening.type === "delete") {
    const { message_id } = happening.data;
    return { ...state, news: state.news.filter((item) => item.message_id !== message_id) };
  }
  const text = textOf(state, before, happening);
  if (text === undefined) return state;
  const id = (state.news.at(-1)?.id ?? 0) + 1;
  const of = happening.type === "message" ? { message_id: happening.data._id } : {};
  return { ...state, news: [...state.news, { id, text, ...of }].slice(-KEPT) };
}

function textOf(state: State, before: State, happening: Happening): string | undefined {
  const me = state.me.user_id;
  switch (happening.type) {
    case "message": {
      const { sender_id, room_id } = happening.data;
      if (sender_id === me || isDeleted(happening.data)) return undefined;
      const name = nameOf(state, sender_id);
      const isOpen = roomAt(state, state.place)?.info._id === room_id;
      return isOpen ? `${name}: ${happening.data.message}` : `New message from ${name}`;
    }
    case "members_added": {
      const { user_id, user_ids, room_id } = happening.data;
      const names = user_ids.map((id) => nameOf(state, id)).join(", ");
      return `${nameOf(state, user_id)} added ${names} to ${titleOf(state, room_id)}`;
    }
    case "member_removed": {
      const { user_id, removed_by, room_id } = happening.data;
      const title = titleOf(before, room_id);
      if (user_id === removed_by) return `${nameOf(state, user_id)} left ${title}`;
      return `${nameOf(state, removed_by)} removed ${nameOf(state, user_id)} from ${title}`;
    }
    case "room_updated":
      return `The group is called ${titleOf(state, happening.data.room_id)} now`;
    default:
      return undefined;
  }
}
