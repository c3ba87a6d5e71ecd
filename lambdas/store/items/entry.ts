// The items of a room's log, one per event. Short, since each is a write: what follows from the key or from another
// attribute is not stored, and neither are a message's defaults.

import { messageContent, type MessageContent } from "../../../protocol/message.ts";
import type { Entry, Event, StoredMessage } from "../../chat/model.ts";
import { entryKey, revOf } from "../keys.ts";
import type { Item } from "../table.ts";

interface EntryItem {
  sk: string;
  kind: Event["kind"];
  seq: number;
  by: string;
  at: number;
  nonce: string;
}

interface MessageItem extends EntryItem {
  kind: "message";
  id?: string;
  message?: string;
  /** What else the message holds, as JSON: a client's own JSON has numbers and keys that a table cannot keep. */
  content?: string;
  edited_at?: number;
  edited_rev?: number;
  deleted_at?: number;
  deleted_rev?: number;
  deleted_by?: string;
}

interface ChangeItem extends EntryItem {
  kind: Exclude<Event["kind"], "message">;
  last_message_rev: number;
  active_at: number;
  target: number;
  message_id: string;
  unpins?: boolean;
  pinned?: boolean;
}

const { message: _text, ...DEFAULTS } = messageContent.parse({});

export function newEntryItem(roomId: string, entry: Entry): Item {
  const { kind, seq, by, at, nonce } = entry;
  const stamp = { ...entryKey(roomId, entry.rev), kind, seq, by, at, nonce };
  if (entry.kind === "message") {
    return { ...stamp, id: entry.chosenId, ...(entry.content && packContent(entry.content)) };
  }
  return {
    ...stamp,
    last_message_rev: entry.lastMessageRev,
    active_at: entry.activeAt,
    target: entry.target,
    message_id: entry.messageId,
    ...(entry.kind === "delete" && { unpins: entry.unpins }),
    ...(entry.kind === "pin" && { pinned: entry.pinned }),
  };
}

export function readEntry(item: Item): Entry {
  const stored = item as unknown as MessageItem | ChangeItem;
  if (stored.kind === "message") return readMessage(stored);

  const { kind, seq, by, at, nonce, target, message_id: messageId } = stored;
  const head = { lastMessageRev: stored.last_message_rev, activeAt: stored.active_at };
  const change = { rev: revOf(stored.sk), seq, by, at, nonce, target, messageId, ...head };
  switch (kind) {
    case "edit":
      return { kind, ...change };
    case "delete":
      return { kind, ...change, unpins: stored.unpins ?? false };
    case "pin":
      return { kind, ...change, pinned: stored.pinned ?? false };
  }
}

function readMessage(stored: MessageItem): StoredMessage {
  const { kind, seq, by, at, nonce, id } = stored;
  const rev = revOf(stored.sk);
  const content = unpackContent(stored);
  const { edited_rev, edited_at = 0, deleted_rev, deleted_at = 0, deleted_by = "" } = stored;
  return {
    ...{ kind, rev, seq, by, at, nonce, lastMessageRev: rev, activeAt: at },
    ...(id !== undefined && { chosenId: id }),
    ...(content && { content }),
    ...(edited_rev !== undefined && { edited: { rev: edited_rev, at: edited_at } }),
    ...(deleted_rev !== undefined && {
      deleted: { rev: deleted_rev, at: deleted_at, by: deleted_by },
    }),
  };
}

const isDefault = ([key, value]: [string, unknown]): boolean =>
  JSON.stringify(value) === JSON.stringify((DEFAULTS as Item)[key]);

function packContent({ message, ...rest }: MessageContent): Item {
  const kept = Object.entries(rest).filter((field) => !isDefault(field));
  return { message, ...(kept.length > 0 && { content: JSON.stringify(Object.fromEntries(kept)) }) };
}

function unpackContent({ message, content = "{}" }: MessageItem): MessageContent | undefined {
  if (message === undefined) return undefined;
  return { message, ...DEFAULTS, ...(JSON.parse(content) as Partial<MessageContent>) };
}
