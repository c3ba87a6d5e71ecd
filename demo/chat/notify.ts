// Shows system notifications while the page is in the background, if the user allowed it and has not muted the
// conversation. Both settings are stored in this browser.

import type { Chat } from "../../client/index.ts";
import { isDeleted, type ChatStore } from "../../client/store/index.ts";
import { isolated } from "../isolate.ts";
import type { Page } from "./page.ts";
import { nameOf, titleOf } from "./select.ts";
import { roomAt, type Notifications, type ConversationRef } from "./state.ts";

const KEY = "parley.notifications";
const mutedKey = (userId: string): string => `parley.muted.${userId}`;

export function notificationsNow(): Notifications {
  if (!("Notification" in window)) return "unsupported";
  return Notification.permission === "granted" && localStorage.getItem(KEY) === "on" ? "on" : "off";
}

/** Asks for permission after a click, if the user was not asked yet. */
export async function allowNotifications(on: boolean): Promise<Notifications> {
  if (on && Notification.permission === "default") await Notification.requestPermission();
  localStorage.setItem(KEY, on ? "on" : "off");
  return notificationsNow();
}

export const mutedBy = (userId: string): ReadonlySet<string> =>
  new Set(JSON.parse(localStorage.getItem(mutedKey(userId)) ?? "[]") as string[]);

export function withMuted(userId: string, room_id: string, isMuted: boolean): ReadonlySet<string> {
  const muted = new Set(mutedBy(userId));
  if (isMuted) muted.add(room_id);
  else muted.delete(room_id);
  localStorage.setItem(mutedKey(userId), JSON.stringify([...muted]));
  return muted;
}

/** @param go opens a conversation whose notification was clicked */
export function notifyOfMessages(
  chat: Chat,
  store: ChatStore,
  page: Page,
  go: (conversation: ConversationRef) => void,
): void {
  chat.on("message", (message) => {
    const { state } = page;
    const { room_id, sender_id } = message;
    if (document.visibilityState === "visible" || notificationsNow() !== "on") return;
    if (sender_id === state.me.user_id || isDeleted(message)) return;
    const room = roomAt(state, { room_id });
    // A message may have been read on another device, or arrive late by `sync`.
    const isRead = (store.reads({ room_id }).get()?.get(state.me.user_id) ?? 0) >= message.seq;
    if (mutedBy(state.me.user_id).has(room_id) || isRead) return;
    const name = isolated(nameOf(state, sender_id));
    const isGroup = room?.info.type === "group-chat";
    const notification = new Notification(
      isGroup ? `${name} in ${isolated(titleOf(state, room))}` : name,
      {
        body: isolated(message.message) || "An attachment",
        // One per conversation: the newest.
        tag: room_id,
        icon: "/icon.svg",
      },
    );
    notification.onclick = () => {
      window.focus();
      go({ room_id });
      notification.close();
    };
  });
}
