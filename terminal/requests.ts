// Executes commands.
import { randomUUID } from "node:crypto";
import type { Chat } from "../client/index.ts";
import type { ChatStore, Message } from "../client/store/index.ts";
import type { Command, RoomCommand } from "./commands.ts";
import { memberLine, messageLine, NO_ROOM, roomList } from "./lines.ts";
import type { Rooms } from "./rooms.ts";
import type { WaitUntilShown } from "./wait-until-shown.ts";
import { waitFor, type View } from "./view.ts";

/** A command that cannot be executed in the current state; `message` says why. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** A command for the server or the store. */
export type Request = Exclude<Command, { kind: "nothing" | "help" | "invalid" | "quit" | "raw" }>;

export interface RequestsOptions {
  readonly chat: Chat;
  readonly store: ChatStore;
  readonly rooms: Rooms;
  readonly view: View;
  readonly show: (text: string) => void;
  readonly firstName: string | undefined;
  readonly waitUntilShown: WaitUntilShown;
  /** The ids of messages and groups whose room the terminal enters once it is known. */
  readonly toEnter: Set<string>;
}

/**
 * Makes the function that executes a command. It resolves once the server has answered and the answer is shown: the
 * command's event, or the requested data.
 *
 * @throws CommandError, or ChatError
 */
export function makeRequests(options: RequestsOptions): (command: Request) => Promise<void> {
  const { chat, store, rooms, view, show, firstName, waitUntilShown, toEnter } = options;
  const named = firstName === undefined ? {} : { first_name: firstName };

  /** Sends a request, and enters its room as soon as it is known. `send` resolves to the room's id. */
  async function sendAndEnter(send: (_id: string) => Promise<string>): Promise<void> {
    const id = randomUUID();
    toEnter.add(id);
    try {
      const room_id = await send(id);
      await waitFor(store.room(room_id), (room) => room !== undefined);
      // A room that was found by catching up arrives without the event that names the message or group.
      if (view.room_id !== room_id) void view.enter(room_id);
      await view.entered();
    } finally {
      toEnter.delete(id);
    }
  }

  async function messageOf(room_id: string, seq: number): Promise<Message> {
    const find = (): Message | undefined =>
      store
        .messages({ room_id })
        .get()
        .messages.filter(({ status }) => status === "sent")
        .map((message) => message as Message)
        .find((message) => message.seq === seq);
    await view.entered();
    if (!find()) await store.loadBackTo({ room_id }, seq);
    const message = find();
    if (message) return message;
    throw new CommandError(`There is no message #${seq} in ${rooms.title(room_id)}.`);
  }

  async function showMembers(room_id: string): Promise<void> {
    const { members, next_cursor } = await chat.getMembers({ room_id });
    const lines = members.map((member) => memberLine(member, rooms));
    const count = store.room({ room_id }).get()?.info.member_count ?? lines.length;
    if (next_cursor !== undefined) lines.push(`  and ${count - lines.length} more`);
    show([`Members of ${rooms.title(room_id)}:`, ...lines].join("\n"));
  }

  async function showPins(room_id: string): Promise<void> {
    await store.loadPins({ room_id });
    const pins = store.pins({ room_id }).get() ?? [];
    const lines = pins.map(
      (pin) => `  ${messageLine(pin, rooms)} (pinned by ${rooms.name(pin.pinned_by)})`,
    );
    const where = rooms.title(room_id);
    show(lines.length === 0 ? `Nothing is pinned in ${where}.` : ["Pinned:", ...lines].join("\n"));
  }

  async function markSeen(room_id: string, given: number | undefined): Promise<void> {
    const seq = given ?? store.room({ room_id }).get()?.seq ?? 0;
    if (seq === 0) throw new CommandError(`There is no message in ${rooms.title(room_id)} yet.`);
    const { seq: seen } = await chat.messageSeen({ room_id, seq });
    show(`You have read up to #${seen}.`);
  }

  async function inRoom(command: RoomCommand, room_id: string): Promise<unknown> {
    switch (command.kind) {
      case "say":
        return chat.sendMessage({ room_id, message: command.text, ...named });
      case "typing":
        return chat.typing({ room_id, message: command.text });
      case "edit":
        return store.edit(await messageOf(room_id, command.seq), command.text);
      case "delete":
        return store.delete(await messageOf(room_id, command.seq));
      case "pin":
        return store.pin(await messageOf(room_id, command.seq), command.on);
      case "react": {
        const { _id: message_id } = await messageOf(room_id, command.seq);
        const { reaction, on } = command;
        return chat.reactMessage({ room_id, message_id, reaction, on });
      }
      case "seen":
        return markSeen(room_id, command.seq);
      case "history":
        return view.showOlder(command.count);
      case "members":
        return showMembers(room_id);
      case "pins":
        return showPins(room_id);
      case "add":
        return chat.addMembers({ room_id, user_ids: command.users });
      case "remove":
        return chat.removeMember({ room_id, user_id: command.user });
      case "rename":
        return chat.updateRoom({ room_id, room_name: command.name });
      case "leave":
        return chat.removeMember({ room_id, user_id: chat.userId ?? "" });
    }
  }

  return async (command) => {
    if (command.kind === "new") {
      const { to: recipient_id, text } = command;
      await sendAndEnter(async (_id) => {
        const message = { _id, message: text, ...named };
        const answer = await chat.sendNewMessage({ recipient_id, message });
        await waitUntilShown(answer);
        return answer.room_id;
      });
    } else if (command.kind === "group") {
      const { name: room_name, members: recipients } = command;
      await sendAndEnter(
        async (_id) => (await chat.createGroup({ _id, room_name, recipients }))._id,
      );
    } else if (command.kind === "rooms") {
      show(roomList(store.rooms.get().rooms, view.room_id, rooms));
    } else if (command.kind === "room") {
      const room = rooms.find(command.which);
      if (!room) throw new CommandError(`There is no room ${command.which}. /rooms lists yours.`);
      await view.enter(room.room_id);
      store.markRead(room.room_id);
    } else {
      if (view.room_id === undefined) throw new CommandError(noRoom(store));
      await waitUntilShown(await inRoom(command, view.room_id));
    }
  };
}

const noRoom = (store: ChatStore): string =>
  store.rooms.get().rooms.length === 0
    ? NO_ROOM
    : "You are in no room. /rooms lists yours, and /room <number> goes to one.";
