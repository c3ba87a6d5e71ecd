// An application's copy of its rooms: what it loaded, and the events since. As plain as a first application would write
// it: without an order or a check for repeats of its own.

import type { Chat } from "../../client/index.ts";
import { ChatError } from "../../client/index.ts";
import { withReaction } from "../../client/reactions.ts";
import type { MessageOrTombstone } from "../../protocol/message.ts";

export interface RoomCopy {
  name: string;
  image: string;
  messages: Map<string, MessageOrTombstone>;
  pins: Set<string>;
  members: Set<string>;
  marks: Map<string, number>;
}

export interface Copy {
  readonly rooms: Map<string, RoomCopy>;
  /** The events of each room, by `rev`, to check their order. */
  readonly told: { room_id: string; rev: number; event: string }[];
  /** Resolves once everything that is being loaded has come. */
  loaded(): Promise<void>;
  /** Loads a room's history, pins and members again. */
  load(roomId: string): void;
  list(): Promise<void>;
}

/** @param fail called with errors of loading, except refusals */
export function keepCopy(chat: Chat, fail: (error: unknown) => void): Copy {
  const rooms = new Map<string, RoomCopy>();
  const told: Copy["told"] = [];
  const loading = new Set<Promise<void>>();

  const room = (id: string): RoomCopy | undefined => rooms.get(id);
  const mark = (id: string, user: string, seq: number): void => {
    const marks = room(id)?.marks;
    marks?.set(user, Math.max(marks.get(user) ?? 0, seq));
  };
  const note = (event: string, { room_id, rev }: { room_id: string; rev: number }): void => {
    told.push({ room_id, rev, event });
  };

  chat.on("message", (message) => {
    note("message", message);
    room(message.room_id)?.messages.set(message._id, message);
    mark(message.room_id, message.sender_id, message.seq);
  });
  chat.on("edited", (edit) => {
    note("edited", edit);
    const messages = room(edit.room_id)?.messages;
    const message = messages?.get(edit.message_id);
    // A deleted message has no text to replace.
    if (message && !message.deleted) {
      messages?.set(message._id, { ...message, message: edit.message, edited_at: edit.edited_at });
    }
  });
  chat.on("delete", (deletion) => {
    note("delete", deletion);
    const copy = room(deletion.room_id);
    const message = copy?.messages.get(deletion.message_id);
    if (message) {
      const { _id, room_id, seq, rev, sender_id, created_at } = message;
      const tombstone = { _id, room_id, seq, rev, sender_id, created_at };
      copy?.messages.set(_id, {
        ...tombstone,
        deleted: true,
        deleted_at: deletion.deleted_at,
      });
    }
    copy?.pins.delete(deletion.message_id);
  });
  chat.on("pin_message", (pin) => {
    note("pin_message", pin);
    if (pin.pin_message) room(pin.room_id)?.pins.add(pin._id);
    else room(pin.room_id)?.pins.delete(pin._id);
  });
  chat.on("reaction", (reaction) => {
    note("reaction", reaction);
    const messages = room(reaction.room_id)?.messages;
    const message = messages?.get(reaction.message_id);
    if (message && !message.deleted) messages?.set(message._id, withReaction(message, reaction));
  });
  chat.on("members_added", (added) => {
    note("members_added", added);
    for (const user of added.user_ids) room(added.room_id)?.members.add(user);
  });
  chat.on("member_removed", (removed) => {
    note("member_removed", removed);
    if (removed.user_id === chat.userId) rooms.delete(removed.room_id);
    else {
      room(removed.room_id)?.members.delete(removed.user_id);
      room(removed.room_id)?.marks.delete(removed.user_id);
    }
  });
  chat.on("room_updated", (update) => {
    note("room_updated", update);
    const copy = room(update.room_id);
    if (!copy) return;
    copy.name = update.room_name ?? copy.name;
    copy.image = update.image_url ?? copy.image;
  });
  chat.on("seen", ({ room_id, user_id, seq }) => {
    mark(room_id, user_id, seq);
  });

  const load = (id: string): void => {
    const run = loadRoom(id)
      .catch((error: unknown) => {
        // The user is no longer a member: the event of the removal is on its way.
        if (error instanceof ChatError && ["FORBIDDEN", "CLOSED"].includes(error.code)) return;
        fail(error);
      })
      .finally(() => loading.delete(run));
    loading.add(run);
  };
  async function loadRoom(room_id: string): Promise<void> {
    let page = await chat.getMessages({ room_id, limit: 5 });
    const copy = room(room_id);
    if (!copy) return;
    copy.messages = new Map(page.messages.map((message) => [message._id, message]));
    while (page.has_more) {
      const before_rev = page.next_before_rev;
      page = await chat.getMessages({ room_id, limit: 20, ...(before_rev && { before_rev }) });
      for (const message of page.messages) copy.messages.set(message._id, message);
    }
    const { members } = await chat.getMembers({ room_id });
    copy.members = new Set(members.map(({ user_id }) => user_id));
    for (const { user_id, seen_seq } of members) mark(room_id, user_id, seen_seq);
    const { pins } = await chat.getPins({ room_id });
    copy.pins = new Set(pins.map(({ _id }) => _id));
  }
  const enter = (info: { _id: string; room_name: string; image_url: string }): void => {
    const copy = room(info._id);
    if (copy) return;
    rooms.set(info._id, {
      name: info.room_name,
      image: info.image_url,
      messages: new Map(),
      pins: new Set(),
      members: new Set(),
      marks: new Map(),
    });
    load(info._id);
  };
  chat.on("group", enter);
  chat.on("room", enter);
  chat.on("conversation", (message) => {
    enter(message.room);
  });
  chat.on("reload", ({ room_id }) => {
    if (room(room_id)) load(room_id);
  });

  return {
    rooms,
    told,
    load,
    async loaded() {
      while (loading.size > 0) await Promise.all(loading);
    },
    async list() {
      const listed = await chat.connectRooms();
      for (const info of listed.rooms) {
        enter(info);
        const copy = room(info._id);
        if (copy) {
          copy.name = info.room_name;
          copy.image = info.image_url;
        }
      }
    },
  };
}

/** The copy in a form that can be compared and read. */
export function describeCopy({ rooms }: Copy): unknown {
  const sorted = <T>(entries: Iterable<T>): T[] => [...entries].sort();
  return Object.fromEntries(
    sorted(rooms.keys()).map((id) => {
      const { name, image, messages, pins, members, marks } = rooms.get(id) as RoomCopy;
      const byRev = [...messages.values()].sort((a, b) => a.rev - b.rev);
      return [
        id,
        {
          name,
          image,
          pins: sorted(pins),
          members: sorted(members),
          marks: sorted([...marks].filter(([, seq]) => seq > 0).map((mark) => mark.join(" "))),
          messages: byRev.map((message) =>
            message.deleted
              ? `${message.rev} ${message._id} deleted ${message.deleted_at}`
              : `${message.rev} ${message._id} ${message.message} ${message.edited_at ?? ""}`,
          ),
        },
      ];
    }),
  );
}
