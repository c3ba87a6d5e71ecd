// Brings the client's events to the store, and loads what they tell too little of.

import type { Chat } from "../../client/index.ts";
import type { Happening, HeardEvent } from "./happening.ts";
import type { Loading } from "./loading.ts";
import type { Store } from "./store.ts";

const EVENTS: Record<HeardEvent, true> = {
  message: true,
  edited: true,
  delete: true,
  pin_message: true,
  members_added: true,
  member_removed: true,
  room_updated: true,
  group: true,
  conversation: true,
  room: true,
  seen: true,
  typing: true,
  typing_stopped: true,
  reload: true,
  connection: true,
  error: true,
};

export function follow(chat: Chat, store: Store, loading: Loading): void {
  for (const type of Object.keys(EVENTS) as HeardEvent[]) {
    chat.on(type, (data) => {
      store.dispatch({ type, data } as Happening);
    });
  }

  const isLoaded = (room_id: string): boolean =>
    store.state.rooms.get(room_id)?.members !== undefined;
  chat.on("members_added", ({ room_id }) => {
    if (isLoaded(room_id)) void loading.members(room_id);
  });
  chat.on("pin_message", ({ room_id, pin_message }) => {
    if (pin_message && isLoaded(room_id)) void loading.pins(room_id);
  });
  // Who was added to a group finds messages in it. How many, the list says.
  chat.on("group", ({ rev }) => {
    if (rev !== undefined) void loading.list();
  });
  chat.on("reload", ({ room_id }) => void loading.anew(room_id));
  // The conversation that is looked at may just have become a room, or have waited for the connection.
  const loadOpen = (): void => void loading.conversation(store.state.place);
  chat.on("message", loadOpen);
  chat.on("room", loadOpen);
  chat.on("connection", ({ state }) => {
    if (state === "online") loadOpen();
  });
}
