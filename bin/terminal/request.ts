// What a command sends: one frame of the protocol.
import { randomUUID } from "node:crypto";
import type { ActionName, PayloadInput } from "../../protocol/actions.ts";
import type { Chat, Room } from "./chat.ts";
import type { Action, RoomAction } from "./commands.ts";

/** A client frame without its `request_id`. */
export type Request = { [Name in ActionName]: { action: Name } & PayloadInput<Name> }[ActionName];

/** The command cannot be sent as things stand; `message` says why. */
export class Mistake extends Error {
  override name = "Mistake";
}

/**
 * Whatever makes something carries an id of this client's choosing, so that each request may be sent again after
 * a lost connection and is still done once.
 *
 * @throws Mistake
 */
export function requestFor(action: Action, chat: Chat): Request {
  if (action.kind === "rooms") return { action: "connectRooms" };
  if (action.kind === "new") {
    const message = messageOf(action.text, chat);
    return { action: "sendNewMessage", recipient_id: action.to, message };
  }
  if (action.kind === "group") {
    const { name, members } = action;
    return { action: "createGroup", _id: randomUUID(), room_name: name, recipients: members };
  }
  return requestIn(currentRoom(chat), action, chat);
}

function requestIn(room: Room, action: RoomAction, chat: Chat): Request {
  const room_id = room.id;
  switch (action.kind) {
    case "say":
      return { action: "sendMessage", room_id, ...messageOf(action.text, chat) };
    case "typing":
      return { action: "typing", room_id, message: action.text };
    case "edit": {
      const message_id = messageId(room, action.seq);
      return { action: "editMessage", room_id, message_id, message: action.text };
    }
    case "delete":
      return { action: "deleteMessage", room_id, message_id: messageId(room, action.seq) };
    case "seen": {
      const seq = action.seq ?? Math.max(0, ...room.messages.keys());
      return { action: "messageSeen", room_id, message_id: messageId(room, seq) };
    }
    case "pin":
    case "unpin": {
      const _id = messageId(room, action.seq);
      return { action: "pinMessage", room_id, _id, pin_message: action.kind === "pin" };
    }
  }
}

function messageOf(message: string, { firstName }: Chat) {
  return { _id: randomUUID(), message, ...(firstName && { first_name: firstName }) };
}

function currentRoom({ current }: Chat): Room {
  if (!current) throw new Mistake("You are in no room yet. /new bob Hello writes to bob.");
  return current;
}

function messageId({ messages, name }: Room, seq: number): string {
  const id = messages.get(seq);
  if (id !== undefined) return id;
  throw new Mistake(`No message #${seq} of ${name} came by since this client started.`);
}
