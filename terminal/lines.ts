// Formats rooms, messages, members and errors as lines of text.
import type { ChatError, Result } from "../client/index.ts";
import { wordsFor } from "../demo/words.ts";
import { isDeleted, type LastMessage, type Message, type RoomView } from "../client/store/index.ts";
import { printable } from "./printable.ts";
import type { Rooms } from "./rooms.ts";

export const NO_ROOM = "You are in no room yet. /new bob Hello writes to bob.";

/** `14:02 #1 bob: hello` */
export function messageLine(message: Message, rooms: Rooms): string {
  const start = `${time(message.created_at)} #${message.seq} ${rooms.name(message.sender_id)}:`;
  return `${start} ${contentOf(message)}`;
}

/** `14:02 #1 bob: hello  👍 2` */
export const messageWithReactions = (message: Message, rooms: Rooms): string =>
  messageLine(message, rooms) + reactionsOf(message);

function contentOf(message: Message): string {
  if (isDeleted(message)) return "(deleted)";
  const { attachments, edited_at } = message;
  const extra = attachments.length > 0 ? ` (+${attachments.length} attached)` : "";
  return printable(message.message) + extra + (edited_at === undefined ? "" : " (edited)");
}

/** `  👍 2  🎉 1` */
function reactionsOf(message: Message): string {
  const { reactions = [] } = isDeleted(message) ? {} : message;
  return reactions.map(({ reaction, count }) => `  ${printable(reaction)} ${count}`).join("");
}

/** `* 1  bob  2 unread  14:02 bob: see you`, one line for each room, the one with the newest message first. */
export function roomList(
  list: readonly RoomView[],
  current: string | undefined,
  rooms: Rooms,
): string {
  if (list.length === 0) return NO_ROOM;
  const numberOf = ({ room_id }: RoomView): string => String(rooms.number(room_id));
  const digits = Math.max(...list.map((room) => numberOf(room).length));
  const width = Math.max(...list.map(({ room_id }) => rooms.title(room_id).length));
  const lines = list.map((room) => {
    const mark = room.room_id === current ? "*" : " ";
    const start = `${mark} ${numberOf(room).padStart(digits)}  ${rooms.title(room.room_id).padEnd(width)}`;
    const unread = room.unread_count > 0 ? `  ${room.unread_count} unread` : "";
    return (start + unread + preview(room.last_message, rooms)).trimEnd();
  });
  return ["Your rooms (/room <number> goes to one):", ...lines].join("\n");
}

function preview(last: LastMessage | null, rooms: Rooms): string {
  if (!last) return "";
  const text = last.deleted ? "(deleted)" : last.message;
  const [firstLine = ""] = text.split("\n", 1);
  return `  ${time(last.created_at)} ${rooms.name(last.sender_id)}: ${printable(firstLine)}`;
}

/** `  bob (Bob), owner, online` */
export function memberLine({ user_id, role, online, last_seen_at }: MemberOfPage, rooms: Rooms) {
  const name = rooms.name(user_id);
  const who = name === user_id ? user_id : `${user_id} (${name})`;
  const seen = last_seen_at === undefined ? "offline" : `last seen ${dateAndTime(last_seen_at)}`;
  return `  ${who}${role === "owner" ? ", owner" : ""}, ${online ? "online" : seen}`;
}

type MemberOfPage = Result<"getMembers">["members"][number];

/** `! You may not do that here.` */
export const errorLine = (error: ChatError): string => printable(`! ${wordsFor(error)}`);

/** `ann, bob and cid` */
export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(names);
}

/** Hours and minutes on this machine's clock. */
export function time(iso: string): string {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
}

/** `14:02` if it is today, else with the date before it. */
function dateAndTime(iso: string): string {
  const date = new Date(iso);
  if (date.toDateString() === new Date().toDateString()) return time(iso);
  const [day = ""] = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
    .toISOString()
    .split("T", 1);
  return `${day} ${time(iso)}`;
}
