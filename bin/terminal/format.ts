// News as lines for people to read.
import type { Chat, Room } from "./chat.ts";
import type { Message, News } from "./news.ts";

/**
 * One or more lines, for after the chat has taken the news in.
 *
 * @param entered the room that is new, or has become the current one, by this news
 */
export function format(news: News, chat: Chat, entered?: Room): string {
  switch (news.kind) {
    case "rooms":
      return roomList(chat);
    case "message":
      return prefix(chat, news.data.room_id) + messageLine(news.data, chat);
    case "conversation":
      if (entered) return `${roomLine(chat, entered)}\n${messageLine(news.data, chat)}`;
      return prefix(chat, news.data.room_id) + messageLine(news.data, chat);
    case "group": {
      const { _id, room_name, creator_id, member_count } = news.data;
      const room = entered ?? chat.room(_id);
      const where = room ? roomLine(chat, room) : printable(room_name);
      return `${where}, made by ${who(chat, creator_id)}, ${member_count} members`;
    }
    case "typing":
    case "edited":
    case "deleted":
    case "pin":
    case "seen":
      return prefix(chat, news.data.room_id) + deed(news, chat);
    case "error":
      return errorLines(news.data);
    case "unknown":
      return printable(news.text);
  }
}

type Deed = Extract<News, { kind: "typing" | "edited" | "deleted" | "pin" | "seen" }>;

/** What someone did, other than to write a message. */
function deed(news: Deed, chat: Chat): string {
  const user = who(chat, news.data.user_id);
  switch (news.kind) {
    case "typing": {
      const { message } = news.data;
      return message ? `${user} is typing: ${printable(message)}` : `${user} is typing…`;
    }
    case "edited": {
      const { edited_at, room_id, message_id, message } = news.data;
      const which = numbered(chat, room_id, message_id);
      return `${time(edited_at)} ${user} changed ${which}: ${printable(message)}`;
    }
    case "deleted": {
      const { deleted_at, room_id, message_id } = news.data;
      return `${time(deleted_at)} ${user} deleted ${numbered(chat, room_id, message_id)}`;
    }
    case "pin": {
      const { pinned_at, pin_message, room_id, _id } = news.data;
      const did = pin_message ? "pinned" : "unpinned";
      return `${time(pinned_at)} ${user} ${did} ${numbered(chat, room_id, _id)}`;
    }
    case "seen":
      return `${time(news.data.seen_at)} ${user} has read up to #${news.data.seq}`;
  }
}

function messageLine(data: Message, chat: Chat): string {
  const start = `${time(data.created_at)} #${data.seq} ${who(chat, data.sender_id)}:`;
  if (data.deleted) return `${start} (deleted)`;
  const extra = data.attachments.length > 0 ? ` (+${data.attachments.length} attached)` : "";
  return `${start} ${printable(data.message)}${extra}`;
}

function errorLines({ code, message, issues = [] }: Extract<News, { kind: "error" }>["data"]) {
  const details = issues.map(({ path, message }) => `    ${path} ${message}`);
  return [`! ${code}: ${message}`, ...details].map(printable).join("\n");
}

/** `* 1  bob  2 unread  14:02 bob: see you`, one line for each room. */
export function roomList(chat: Chat): string {
  const { rooms, current } = chat;
  if (rooms.length === 0) return "You are in no room yet. /new bob Hello writes to bob.";
  const width = Math.max(...rooms.map(({ name }) => printable(name).length));
  const lines = rooms.map((room, index) => {
    const mark = room === current ? "*" : " ";
    const name = printable(room.name).padEnd(width);
    const unread = room.unread > 0 ? `  ${room.unread} unread` : "";
    return `${mark} ${index + 1}  ${name}${unread}${preview(room, chat)}`;
  });
  return ["Your rooms (/room <number> goes to one):", ...lines].join("\n");
}

function preview({ preview }: Room, chat: Chat): string {
  if (!preview) return "";
  const [firstLine = ""] = preview.text.split("\n", 1);
  return `  ${time(preview.at)} ${who(chat, preview.by)}: ${printable(firstLine)}`;
}

/** `You are in room 2, bob`, or that there is such a room now. */
export function roomLine({ rooms, current }: Chat, room: Room): string {
  const here = room === current ? "You are in" : "New:";
  return `${here} room ${rooms.indexOf(room) + 1}, ${printable(room.name)}`;
}

/** `bob> `: where what is typed goes. */
export function promptFor({ current, userId }: Chat): string {
  return `${printable(current?.name ?? userId)}> `;
}

/** Which room an event is of, unless it is the one being looked at. */
function prefix(chat: Chat, roomId: string): string {
  if (chat.current?.id === roomId) return "";
  return `[${printable(chat.room(roomId)?.name ?? roomId)}] `;
}

function who(chat: Chat, userId: string): string {
  return printable(chat.nameOf(userId));
}

function numbered(chat: Chat, roomId: string, messageId: string): string {
  const seq = chat.seqOf(roomId, messageId);
  return seq === undefined ? "an earlier message" : `#${seq}`;
}

/** Hours and minutes on this machine's clock. */
function time(iso: string): string {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
}

// Escape sequences, and characters that turn the direction of writing: others' text could otherwise clear the
// screen, or pass for something it is not.
const TREACHEROUS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text from elsewhere, without power over the terminal. Further lines of it are set in. */
function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(TREACHEROUS, "�"))
    .join("\n      ");
}
