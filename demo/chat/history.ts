// A room's messages, as they come, change and are loaded.

import type { ChatEvents } from "../../client/index.ts";
import { without } from "./maps.ts";
import { markSeen } from "./rooms.ts";
import { isDeleted, type Message, type Page, type Pin, type Room } from "./state.ts";

/** Takes a message in. Sending moves the sender's read mark, and ends their typing. */
export function hearMessage(room: Room, message: Message): Room {
  const { seq, sender_id } = message;
  const heard = seq > room.seq ? { ...room, seq, last: message } : room;
  const messages = heard.history && insert(heard.history.messages, message);
  return {
    ...markSeen(heard, sender_id, seq),
    ...(heard.history && messages && { history: { ...heard.history, messages } }),
  };
}

/** Nearly always it is the newest. */
function insert(messages: readonly Message[], message: Message): readonly Message[] {
  const others = messages.filter(({ _id }) => _id !== message._id);
  const at = others.findLastIndex(({ seq }) => seq < message.seq) + 1;
  return [...others.slice(0, at), message, ...others.slice(at)];
}

export const editMessage = (room: Room, data: ChatEvents["edited"]): Room =>
  changeMessage(room, data.message_id, (message) =>
    isDeleted(message) ? message : { ...message, message: data.message, edited_at: data.edited_at },
  );

/** What is left is who sent it and when. */
export const deleteMessage = (room: Room, { message_id, deleted_at }: ChatEvents["delete"]): Room =>
  changeMessage(room, message_id, ({ _id, room_id, seq, rev, sender_id, created_at }) => ({
    ...{ _id, room_id, seq, rev, sender_id, created_at, deleted: true, deleted_at },
  }));

/** Changes a message wherever it shows. What was deleted is not pinned any more. */
function changeMessage(room: Room, id: string, change: (message: Message) => Message): Room {
  const { history, last, pins } = room;
  const messages = history?.messages.map((message) =>
    message._id === id ? change(message) : message,
  );
  return {
    ...room,
    changes: without(room.changes, id),
    ...(history && messages && { history: { ...history, messages } }),
    last: last?._id === id ? change(last as Message) : last,
    ...(pins && { pins: pins.flatMap((pin) => (pin._id === id ? changedPin(pin, change) : pin)) }),
  };
}

/** Puts a page in: the newest one in place of what was here, an older one before it. */
export function addPage(room: Room, page: Page, isNewest: boolean): Room {
  const known = isNewest ? [] : (room.history?.messages ?? []);
  const ids = new Set(known.map(({ _id }) => _id));
  const messages = [...page.messages.filter(({ _id }) => !ids.has(_id)), ...known];
  const before = page.has_more ? page.next_before_rev : undefined;
  return {
    ...room,
    history: { messages, isLoadingOlder: false, ...(before !== undefined && { before }) },
  };
}

function changedPin(pin: Pin, change: (message: Message) => Message): Pin[] {
  const changed = change(pin);
  return isDeleted(changed) ? [] : [{ ...pin, ...changed }];
}
