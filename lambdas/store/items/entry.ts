// The items of a room's log, one per event. They are short, since writes are billed by size: data that follows from the
// key or another attribute is not stored, nor are a message's defaults.

import { messageContent, type MessageContent } from "../../../protocol/message.ts";
import type { ReactionCount } from "../../../protocol/reaction.ts";
import type { ChangeEvent, Entry, Event, StoredMessage } from "../../chat/model.ts";
import { entryKey, revOf } from "../keys.ts";
import type { Item } from "../table.ts";
import { expiryAttribute, expiryIn } from "./expiry.ts";
import { VERSION } from "./version.ts";

interface EntryItem {
  sk: string;
  kind: Event["kind"];
  seq: number;
  by: string;
  at: number;
  nonce: string;
  /** The table's expiry attribute, if entries expire. */
  expires_at?: number;
  /** Only of the first entry of a period. */
  previous_expires_at?: number;
  /** Only in large rooms. */
  via?: string;
}

interface MessageItem extends EntryItem {
  kind: "message";
  id?: string;
  message?: string;
  /** The message's other fields, as JSON: a client's JSON can have numbers and keys that a table cannot store. */
  content?: string;
  edited_at?: number;
  edited_rev?: number;
  deleted_at?: number;
  deleted_rev?: number;
  deleted_by?: string;
  /** As JSON; see the field of the same name below. */
  reactions?: string;
  reactions_rev?: number;
}

interface ReactItem {
  kind: "react";
  target: number;
  message_id: string;
  reaction: string;
  on: boolean;
  /** All reactions of the message after this one, as JSON: `[emoji, count, ids]` for each. */
  reactions: string;
}

/** The fields of the event, and the head after the entry. */
type ChangeItem = EntryItem & { last_message_rev: number; active_at: number } & (
    | { kind: "edit"; target: number; message_id: string }
    | { kind: "delete"; target: number; message_id: string; unpins: boolean }
    | { kind: "pin"; target: number; message_id: string; pinned: boolean }
    | ReactItem
    | { kind: "add"; users: string[]; member_count: number; makes_large?: true }
    | { kind: "remove"; user: string; member_count: number; owner?: string }
    | { kind: "rename"; name?: string; image?: string }
  );

const { message: _text, ...DEFAULTS } = messageContent.parse({});

export function newEntryItem(roomId: string, entry: Entry): Item {
  const { kind, seq, by, at, nonce, via } = entry;
  const stamp = {
    ...entryKey(roomId, entry.rev),
    v: VERSION,
    kind,
    seq,
    by,
    at,
    nonce,
    via,
    ...expiryAttribute(entry.expiresAt),
    previous_expires_at: entry.previousExpiresAt,
  };
  if (entry.kind === "message") {
    return { ...stamp, id: entry.chosenId, ...(entry.content && packContent(entry.content)) };
  }
  const { lastMessageRev: last_message_rev, activeAt: active_at } = entry;
  return { ...stamp, last_message_rev, active_at, ...packChange(entry) };
}

function packChange(entry: Entry<ChangeEvent>): Item {
  switch (entry.kind) {
    case "edit":
      return { target: entry.target, message_id: entry.messageId };
    case "delete":
      return { target: entry.target, message_id: entry.messageId, unpins: entry.unpins };
    case "pin":
      return { target: entry.target, message_id: entry.messageId, pinned: entry.pinned };
    case "react": {
      const { target, messageId: message_id, reaction, on, reactions } = entry;
      return { target, message_id, reaction, on, reactions: packReactions(reactions) };
    }
    case "add":
      return {
        users: entry.users,
        member_count: entry.memberCount,
        makes_large: entry.makesLarge,
      };
    case "remove":
      return { user: entry.user, member_count: entry.memberCount, owner: entry.owner };
    case "rename":
      return { name: entry.name, image: entry.image };
  }
}

export function readEntry(item: Item): Entry {
  const stored = item as unknown as MessageItem | ChangeItem;
  if (stored.kind === "message") return readMessage(stored);

  const { seq, by, at, nonce, via, last_message_rev: lastMessageRev, active_at } = stored;
  const stamp = {
    rev: revOf(stored.sk),
    seq,
    by,
    at,
    nonce,
    lastMessageRev,
    activeAt: active_at,
    ...(via !== undefined && { via }),
    ...unpackExpiry(stored),
  };
  return { ...stamp, ...unpackChange(stored) };
}

function unpackExpiry(stored: EntryItem): Pick<Entry, "expiresAt" | "previousExpiresAt"> {
  const expiresAt = expiryIn(stored.expires_at);
  const { previous_expires_at: previousExpiresAt } = stored;
  return {
    ...(expiresAt !== undefined && { expiresAt }),
    ...(previousExpiresAt !== undefined && { previousExpiresAt }),
  };
}

function unpackChange(stored: ChangeItem): ChangeEvent {
  const { kind } = stored;
  switch (kind) {
    case "edit":
      return { kind, target: stored.target, messageId: stored.message_id };
    case "delete": {
      const { target, message_id: messageId, unpins } = stored;
      return { kind, target, messageId, unpins };
    }
    case "pin": {
      const { target, message_id: messageId, pinned } = stored;
      return { kind, target, messageId, pinned };
    }
    case "react": {
      const { target, message_id: messageId, reaction, on } = stored;
      return { kind, target, messageId, reaction, on, reactions: unpackReactions(stored) };
    }
    case "add": {
      const { users, member_count: memberCount, makes_large: makesLarge } = stored;
      return { kind, users, memberCount, ...(makesLarge && { makesLarge }) };
    }
    case "remove": {
      const { user, member_count: memberCount, owner } = stored;
      return { kind, user, memberCount, ...(owner !== undefined && { owner }) };
    }
    case "rename": {
      const { name, image } = stored;
      return { kind, ...(name !== undefined && { name }), ...(image !== undefined && { image }) };
    }
  }
}

function readMessage(stored: MessageItem): StoredMessage {
  const { kind, seq, by, at, nonce, via, id } = stored;
  const rev = revOf(stored.sk);
  const content = unpackContent(stored);
  const { edited_rev, edited_at = 0, deleted_rev, deleted_at = 0, deleted_by = "" } = stored;
  return {
    kind,
    rev,
    seq,
    by,
    at,
    nonce,
    lastMessageRev: rev,
    activeAt: at,
    ...(via !== undefined && { via }),
    ...unpackExpiry(stored),
    ...(id !== undefined && { chosenId: id }),
    ...(content && { content }),
    ...(stored.reactions !== undefined && { reactions: unpackReactions(stored) }),
    ...(edited_rev !== undefined && { edited: { rev: edited_rev, at: edited_at } }),
    ...(deleted_rev !== undefined && {
      deleted: { rev: deleted_rev, at: deleted_at, by: deleted_by },
    }),
  };
}

/** The stored form of reactions, in a message and in the entry of its last reaction. */
export const packReactions = (reactions: readonly ReactionCount[]): string =>
  JSON.stringify(reactions.map(({ reaction, count, user_ids }) => [reaction, count, user_ids]));

const unpackReactions = ({ reactions = "[]" }: { reactions?: string }): ReactionCount[] =>
  (JSON.parse(reactions) as [string, number, string[]][]).map(([reaction, count, user_ids]) => ({
    reaction,
    count,
    user_ids,
  }));

const isDefault = ([key, value]: [string, unknown]): boolean =>
  JSON.stringify(value) === JSON.stringify((DEFAULTS as Item)[key]);

function packContent({ message, recipients, ...rest }: MessageContent): Item {
  const packed = { ...(recipients && { recipients: recipients.map(packRecipient) }), ...rest };
  const kept = Object.entries(packed).filter((field) => !isDefault(field));
  return { message, ...(kept.length > 0 && { content: JSON.stringify(Object.fromEntries(kept)) }) };
}

function unpackContent({ message, content = "{}" }: MessageItem): MessageContent | undefined {
  if (message === undefined) return undefined;
  const { recipients, ...rest } = JSON.parse(content) as PackedContent;
  return {
    message,
    ...DEFAULTS,
    ...rest,
    ...(recipients && { recipients: recipients.map(unpackRecipient) }),
  };
}

type Recipient = NonNullable<MessageContent["recipients"]>[number];
type PackedRecipient = Pick<Recipient, "_id"> & Partial<Recipient>;
type PackedContent = Partial<Omit<MessageContent, "recipients">> & {
  recipients?: PackedRecipient[];
};

// Leaves out a default that up to a hundred recipients would repeat.
const packRecipient = ({ _id, msg_seen }: Recipient): PackedRecipient =>
  msg_seen ? { _id, msg_seen } : { _id };

const unpackRecipient = ({ _id, msg_seen = false }: PackedRecipient): Recipient => ({
  _id,
  msg_seen,
});
