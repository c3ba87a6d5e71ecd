// Shows the events of all rooms, one line each.
import type { Chat, ChatEvents } from "../client/index.ts";
import { systemMessage } from "./system-message.ts";
import { messageLine, time } from "./lines.ts";
import { printable } from "./printable.ts";
import type { Rooms } from "./rooms.ts";

export interface EventsOptions {
  readonly chat: Chat;
  readonly rooms: Rooms;
  readonly show: (line: string) => void;
  /** The room that the user is in. */
  readonly current: () => string | undefined;
  /** Whether a room's history is loading: it will include the events that arrive meanwhile. */
  readonly isLoading: (room_id: string) => boolean;
  /** The user is a member of a room that may be new. `line` belongs after its number and name. */
  readonly onRoom: (room_id: string, id: string, line: string) => void;
  /** The user is no longer a member. */
  readonly onGone: (room_id: string) => void;
}

type ContentEvent =
  | ("message" | "edited" | "delete" | "pin_message" | "reaction")
  | ("members_added" | "room_updated");

export function showEvents(options: EventsOptions): void {
  const { chat, rooms, show, current, isLoading, onRoom, onGone } = options;
  const { name, numbered, title } = rooms;
  /** The text that each user is typing, by room and user: the same text is shown once. */
  const typing = new Map<string, string | undefined>();
  const isMe = (userId: string): boolean => userId === chat.userId;

  /** Prefixes the room's name, unless the user is in that room. */
  const showIn = (room_id: string, line: string): void => {
    show(current() === room_id ? line : `[${title(room_id)}] ${line}`);
  };

  /** Shows an event that a room's history includes too. */
  function onContent<Event extends ContentEvent>(
    event: Event,
    line: (data: ChatEvents[Event]) => string,
  ): void {
    chat.on(event, (data) => {
      if (!isLoading(data.room_id)) showIn(data.room_id, line(data));
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
  onContent("pin_message", (data) => systemMessage({ event: "pin_message", data }, rooms));
  onContent("room_updated", (data) => systemMessage({ event: "room_updated", data }, rooms));
  onContent("members_added", (data) => {
    return `${systemMessage({ event: "members_added", data }, rooms)}: ${people(data.member_count)} now`;
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
      if (!isLoading(room_id))
        showIn(room_id, systemMessage({ event: "member_removed", data }, rooms));
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
    // A mark without a time comes from `sync` after a reconnect: it is not new.
    if (isMe(user_id) || seen_at === undefined) return;
    showIn(room_id, `${time(seen_at)} ${name(user_id)} has read up to #${seq}`);
  });
  chat.on("typing", ({ room_id, user_id, message = "" }) => {
    const key = `${room_id} ${user_id}`;
    if (typing.get(key) === message) return;
    typing.set(key, message);
    const text = message ? `: ${printable(message)}` : "…";
    showIn(room_id, `${name(user_id)} is typing${text}`);
  });
  chat.on("typing_stopped", ({ room_id, user_id }) => {
    typing.delete(`${room_id} ${user_id}`);
  });
  chat.on("reload", ({ room_id }) => {
    const where = `/room ${rooms.number(room_id)}`;
    if (rooms.isNumbered(room_id))
      showIn(room_id, `More happened here than can be shown: ${where}`);
  });
}

const people = (count: number): string => (count === 1 ? "1 member" : `${count} members`);
