// Prints what happens in the rooms, one line each.
import type { Chat, ChatEvents } from "../client/index.ts";
import { eventLine } from "./happened.ts";
import { messageLine, time } from "./lines.ts";
import { printable } from "./printable.ts";
import type { Rooms } from "./rooms.ts";

export interface NewsOptions {
  readonly chat: Chat;
  readonly rooms: Rooms;
  readonly show: (line: string) => void;
  /** The room that the user is in. */
  readonly current: () => string | undefined;
  /** Whether the history of a room is about to be shown, and so what comes meanwhile. */
  readonly isLoading: (room_id: string) => boolean;
  /** The user is in a room that is new here. `line`: what to tell of it, after its number and name. */
  readonly onRoom: (room_id: string, id: string, line: string) => void;
  /** The user is no member any more. */
  readonly onGone: (room_id: string) => void;
}

type Content =
  | ("message" | "edited" | "delete" | "pin_message" | "reaction")
  | ("members_added" | "room_updated");

export function tellNews(options: NewsOptions): void {
  const { chat, rooms, show, current, isLoading, onRoom, onGone } = options;
  const { name, numbered, title } = rooms;
  /** What is known of who types what, so that the same is told once. */
  const typing = new Map<string, string | undefined>();
  const isMe = (userId: string): boolean => userId === chat.userId;

  /** Which room a line is about, unless it is the one that the user is in. */
  const say = (room_id: string, line: string): void => {
    show(current() === room_id ? line : `[${title(room_id)}] ${line}`);
  };

  /** What the history of a room shows too. */
  function onContent<Event extends Content>(
    event: Event,
    line: (data: ChatEvents[Event]) => string,
  ): void {
    chat.on(event, (data) => {
      if (!isLoading(data.room_id)) say(data.room_id, line(data));
    });
  }

  onContent("message", (message) => messageLine(message, rooms));
  onContent("edited", ({ edited_at, user_id, room_id, message_id, message }) => {
    const which = numbered(room_id, message_id);
    return `${time(edited_at)} ${name(user_id)} changed ${which}: ${printable(message)}`;
  });
  onContent("delete", ({ deleted_at, user_id, room_id, message_id }) => {
    return `${time(deleted_at)} ${name(user_id)} deleted ${numbered(room_id, message_id)}`;
  });
  onContent("pin_message", (data) => eventLine({ event: "pin_message", data }, rooms));
  onContent("room_updated", (data) => eventLine({ event: "room_updated", data }, rooms));
  onContent("members_added", (data) => {
    return `${eventLine({ event: "members_added", data }, rooms)}: ${people(data.member_count)} now`;
  });
  onContent("reaction", ({ reacted_at, user_id, room_id, message_id, reaction, on }) => {
    const which = numbered(room_id, message_id);
    const did = on ? `put ${printable(reaction)} on` : `took ${printable(reaction)} off`;
    return `${time(reacted_at)} ${name(user_id)} ${did} ${which}`;
  });

  chat.on("conversation", ({ room, _id }) => {
    onRoom(room._id, _id, "");
  });
  chat.on("group", ({ _id, creator_id, user_id, member_count }) => {
    const made = `, made by ${name(creator_id)}, ${people(member_count)}`;
    const added = `, ${people(member_count)}; ${name(user_id ?? creator_id)} added you`;
    onRoom(_id, _id, user_id === undefined ? made : added);
  });
  chat.on("room", ({ _id }) => {
    onRoom(_id, _id, "");
  });
  chat.on("member_removed", (data) => {
    const { room_id, user_id, removed_by, removed_at } = data;
    if (!isMe(user_id)) {
      if (!isLoading(room_id)) say(room_id, eventLine({ event: "member_removed", data }, rooms));
      return;
    }
    const where = title(room_id);
    show(
      removed_by === user_id
        ? `You left ${where}.`
        : `${time(removed_at)} ${name(removed_by)} removed you from ${where}.`,
    );
    onGone(room_id);
  });

  chat.on("seen", ({ room_id, user_id, seq, seen_at }) => {
    // Without a time it is how things stand after a reconnect, and no news.
    if (isMe(user_id) || seen_at === undefined) return;
    say(room_id, `${time(seen_at)} ${name(user_id)} has read up to #${seq}`);
  });
  chat.on("typing", ({ room_id, user_id, message = "" }) => {
    const key = `${room_id} ${user_id}`;
    if (typing.get(key) === message) return;
    typing.set(key, message);
    const text = message ? `: ${printable(message)}` : "…";
    say(room_id, `${name(user_id)} is typing${text}`);
  });
  chat.on("typing_stopped", ({ room_id, user_id }) => {
    typing.delete(`${room_id} ${user_id}`);
  });
  chat.on("reload", ({ room_id }) => {
    const where = `/room ${rooms.number(room_id)}`;
    if (rooms.isNumbered(room_id)) say(room_id, `More happened here than can be told: ${where}`);
  });
}

const people = (count: number): string => (count === 1 ? "1 member" : `${count} members`);
