// Announces new messages and events in the page's live region, for screen readers.

import type { Chat } from "../../client/index.ts";
import { isDeleted, type ChatStore, type HistoryEvent } from "../../client/store/index.ts";
import { isolated } from "../isolate.ts";
import { sentenceOf, textOf } from "./system-message.ts";
import type { Page } from "./page.ts";
import { nameOf, titleOf } from "./select.ts";
import { roomAt } from "./state.ts";

/** How many announcements are kept: more may arrive while one is being read out. */
const KEPT = 10;

export function announceEvents(chat: Chat, store: ChatStore, page: Page): void {
  function add(text: string, of: { message_id?: string } = {}): void {
    const { announcements } = page.state;
    const id = (announcements.at(-1)?.id ?? 0) + 1;
    page.update({ announcements: [...announcements, { id, text, ...of }].slice(-KEPT) });
  }
  const name = (userId: string): string => isolated(nameOf(page.state, userId));
  const title = (room_id: string): string =>
    isolated(titleOf(page.state, roomAt(page.state, { room_id })));

  const isOpen = (room_id: string): boolean => {
    const { conversation } = page.state;
    return conversation !== undefined && store.room(conversation).get()?.room_id === room_id;
  };

  chat.on("message", (message) => {
    const { sender_id, room_id, _id: message_id } = message;
    const { me } = page.state;
    if (sender_id === me.user_id || isDeleted(message)) return;
    add(
      isOpen(room_id)
        ? `${name(sender_id)}: ${isolated(message.message)}`
        : `New message from ${name(sender_id)}`,
      {
        message_id,
      },
    );
  });
  // A deleted message must no longer be read out.
  chat.on("delete", ({ message_id }) => {
    const remaining = page.state.announcements.filter((item) => item.message_id !== message_id);
    page.update({ announcements: remaining });
  });
  /** Names the conversation if it is not the one in view. */
  function announce(event: HistoryEvent): void {
    const sentence = textOf(sentenceOf(event, page.state));
    const { room_id } = event.data;
    add(isOpen(room_id) ? sentence : `${title(room_id)}: ${sentence}`);
  }
  chat.on("members_added", (data) => {
    announce({ event: "members_added", data });
  });
  chat.on("member_removed", (data) => {
    const { user_id, removed_by, room_id } = data;
    if (user_id !== page.state.me.user_id) {
      announce({ event: "member_removed", data });
      return;
    }
    // The store no longer has the room.
    const where = isolated(titleOf(page.state, roomAt(page.shown, { room_id })));
    const isLeaving = user_id === removed_by;
    const notice = isLeaving
      ? `You left ${where}.`
      : `${name(removed_by)} removed you from ${where}.`;
    page.update({ notice });
  });
  chat.on("room_updated", (data) => {
    announce({ event: "room_updated", data });
  });
  chat.on("pin_message", (data) => {
    if (data.pin_message && data.user_id !== page.state.me.user_id) {
      announce({ event: "pin_message", data });
    }
  });
}
