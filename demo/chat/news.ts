// What came, in words, for those who listen: the page's live region reads out what is added here.

import type { Chat } from "../../client/index.ts";
import { isDeleted, type ChatStore } from "../../client/store/index.ts";
import type { Page } from "./page.ts";
import { nameOf, titleOf } from "./select.ts";
import { roomAt } from "./state.ts";

/** As many as may come before they are read. */
const KEPT = 10;

export function tellNews(chat: Chat, store: ChatStore, page: Page): void {
  function add(text: string, of: { message_id?: string } = {}): void {
    const { news } = page.state;
    const id = (news.at(-1)?.id ?? 0) + 1;
    page.update({ news: [...news, { id, text, ...of }].slice(-KEPT) });
  }
  const name = (userId: string): string => nameOf(page.state, userId);
  const title = (room_id: string): string => titleOf(page.state, roomAt(page.state, { room_id }));

  chat.on("message", (message) => {
    const { sender_id, room_id, _id: message_id } = message;
    const { me, place } = page.state;
    if (sender_id === me.user_id || isDeleted(message)) return;
    const isOpen = place && store.room(place).get()?.room_id === room_id;
    add(isOpen ? `${name(sender_id)}: ${message.message}` : `New message from ${name(sender_id)}`, {
      message_id,
    });
  });
  // What was taken back is not to be read out any more.
  chat.on("delete", ({ message_id }) => {
    page.update({ news: page.state.news.filter((item) => item.message_id !== message_id) });
  });
  chat.on("members_added", ({ user_id, user_ids, room_id }) => {
    add(`${name(user_id)} added ${user_ids.map(name).join(", ")} to ${title(room_id)}`);
  });
  chat.on("member_removed", ({ user_id, removed_by, room_id }) => {
    // Of the user's own removal, the store has forgotten the room by now.
    const where = titleOf(page.state, roomAt(page.shown, { room_id }));
    if (user_id === page.state.me.user_id) {
      const notice =
        user_id === removed_by
          ? `You left ${where}.`
          : `${name(removed_by)} removed you from ${where}.`;
      page.update({ notice });
    } else if (user_id === removed_by) add(`${name(user_id)} left ${where}`);
    else add(`${name(removed_by)} removed ${name(user_id)} from ${where}`);
  });
  chat.on("room_updated", ({ room_id, room_name, image_url }) => {
    if (room_name !== undefined) add(`The group is called ${title(room_id)} now`);
    if (image_url !== undefined) add(`${title(room_id)} has a new picture`);
  });
}
