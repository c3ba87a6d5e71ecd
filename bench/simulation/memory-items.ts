// The in-memory store's items, and their changes by log entries, with the same rules as lambdas/store/changes.ts.

import type {
  AddEvent,
  ChangeEvent,
  Claim,
  DeleteEvent,
  Removal,
  EditEvent,
  Entry,
  Member,
  Pin,
  PinEvent,
  Reaction,
  ReactEvent,
  RemoveEvent,
  Room,
  StoredMessage,
  User,
} from "../../lambdas/chat/model.ts";
import type { FanOutCursor } from "../../lambdas/chat/ports.ts";
import { DELETED_AFTER_MS } from "../../lambdas/chat/retention.ts";

interface Making {
  room: Room;
  roster: string;
  isReady: boolean;
}

type Pending = { text: string; nonce: string };

/** Makes a call to the store: runs its effect when, and as, a scheduler decides. */
export type Call = <T>(name: string, effect: () => T) => Promise<T>;

/** The key of an item of a room. */
export const at = (...parts: (string | number)[]) => parts.join(" ");

export class MemoryItems {
  readonly roomItems = new Map<string, Making>();
  readonly members = new Map<string, Map<string, Member>>();
  readonly entries = new Map<string, Entry[]>();
  readonly claims = new Map<string, Claim>();
  readonly pending = new Map<string, Pending>();
  readonly edits = new Map<string, number>();
  readonly pinItems = new Map<string, Pin>();
  readonly reactionItems = new Map<string, Reaction>();
  /** By message: the `rev` of the entry with its current reactions. */
  readonly reactionRevs = new Map<string, number>();
  /** Each user's last removal from a room: both its marker and its record. */
  readonly removals = new Map<string, Removal>();
  /** By user and bucket: when the bucket is full again. */
  readonly fullAt = new Map<string, number>();
  /** By user and list: the stored order of rooms. */
  readonly lists = new Map<string, readonly string[]>();
  readonly userItems = new Map<string, User>();
  readonly fanOutCursors = new Map<string, FanOutCursor>();
  /** When pins and reactions expire. */
  readonly #expiries = new Map<string, number>();

  logOf(roomId: string): Entry[] {
    const log = this.entries.get(roomId) ?? [];
    this.entries.set(roomId, log);
    return log;
  }

  membersOf(roomId: string): Map<string, Member> {
    const members = this.members.get(roomId) ?? new Map<string, Member>();
    this.members.set(roomId, members);
    return members;
  }

  message(roomId: string, rev: number): StoredMessage | undefined {
    const entry = this.logOf(roomId)[rev - 1];
    return entry?.kind === "message" ? entry : undefined;
  }

  apply(roomId: string, entry: Entry<ChangeEvent>): boolean {
    switch (entry.kind) {
      case "edit":
        return this.#edit(roomId, entry);
      case "delete":
        return this.#erase(roomId, entry);
      case "pin":
        return this.#setPin(roomId, entry, entry.pinned);
      case "react":
        return this.#react(roomId, entry);
      case "add":
        return entry.users.map((user) => this.#add(roomId, user, entry)).includes(true);
      case "remove":
        return this.#remove(roomId, entry);
      case "rename":
        return false;
    }
  }

  /**
   * Returns a deletion for each item that the table's expiry would delete at a time. DynamoDB deletes the items in any
   * order, and within days.
   */
  expired(now: number): (() => void)[] {
    const isOver = (expiresAt = Infinity) => now >= expiresAt + DELETED_AFTER_MS;
    const entries = [...this.entries.values()].flatMap((log) =>
      Object.keys(log)
        .filter((index) => isOver(log[Number(index)]?.expiresAt))
        .map((index) => () => {
          Reflect.deleteProperty(log, index);
        }),
    );
    const claims = [...this.claims]
      .filter(([, { expiresAt }]) => isOver(expiresAt))
      .map(([key]) => () => {
        this.claims.delete(key);
      });
    const others = [...this.#expiries]
      .filter(([, expiresAt]) => isOver(expiresAt))
      .map(([name]) => () => {
        const [kind, ...key] = name.split(" ");
        (kind === "pin" ? this.pinItems : this.reactionItems).delete(key.join(" "));
      });
    return [...entries, ...claims, ...others];
  }

  #keepUntil(name: string, expiresAt: number | undefined): void {
    if (expiresAt === undefined) this.#expiries.delete(name);
    else this.#expiries.set(name, expiresAt);
  }

  #erase(roomId: string, entry: Entry<DeleteEvent>): boolean {
    const message = this.message(roomId, entry.target);
    if (entry.unpins) this.#setPin(roomId, entry, false);
    if (!message || message.deleted) return false;
    const { content: _content, edited: _edited, reactions: _reactions, ...rest } = message;
    const { rev, at: time, by } = entry;
    this.logOf(roomId)[message.rev - 1] = { ...rest, deleted: { rev, at: time, by } } as Entry;
    this.pending.delete(at(roomId, message.rev));
    return true;
  }

  #edit(roomId: string, entry: Entry<EditEvent>): boolean {
    const message = this.message(roomId, entry.target);
    const key = at(roomId, entry.target);
    const pending = this.pending.get(key);
    if (!message?.content || pending?.nonce !== entry.nonce) return false;
    if (message.edited && message.edited.rev >= entry.rev) return false;
    this.pending.delete(key);
    const content = { ...message.content, message: pending.text };
    const edited = { rev: entry.rev, at: entry.at };
    this.logOf(roomId)[message.rev - 1] = { ...message, content, edited } as Entry;
    return true;
  }

  #setPin(roomId: string, entry: Entry<DeleteEvent | PinEvent>, pinned: boolean): boolean {
    const key = at(roomId, entry.target);
    if ((this.pinItems.get(key)?.rev ?? 0) >= entry.rev) return false;
    const { rev, by, at: time } = entry;
    this.#keepUntil(`pin ${key}`, pinned ? entry.expiresAt : undefined);
    this.pinItems.set(key, { messageRev: entry.target, pinned, rev, by, at: time });
    return true;
  }

  #react(roomId: string, entry: Entry<ReactEvent>): boolean {
    const { rev, by, at: time, on, target, reaction, reactions } = entry;
    const mark = at(roomId, target, reaction, by);
    const isNew = (this.reactionItems.get(mark)?.rev ?? 0) < rev;
    if (isNew) {
      this.#keepUntil(`reaction ${mark}`, on ? entry.expiresAt : undefined);
      this.reactionItems.set(mark, { on, rev, by, at: time });
    }
    const key = at(roomId, target);
    const message = this.message(roomId, target);
    if (!message?.content || (this.reactionRevs.get(key) ?? 0) >= rev) return isNew;
    this.reactionRevs.set(key, rev);
    this.logOf(roomId)[target - 1] = { ...message, reactions } as Entry;
    return true;
  }

  #add(roomId: string, userId: string, { rev, at: joinedAt, seq }: Entry<AddEvent>): boolean {
    const members = this.membersOf(roomId);
    const leftRev = this.removals.get(at(roomId, userId))?.rev ?? 0;
    if (members.has(userId) || leftRev >= rev) return false;
    members.set(userId, { userId, joinedAt, joinedRev: rev, seenSeq: seq });
    return true;
  }

  #remove(roomId: string, { user, rev, by, at: time, ...entry }: Entry<RemoveEvent>): boolean {
    const { memberCount, owner } = entry;
    const key = at(roomId, user);
    const isNew = (this.removals.get(key)?.rev ?? 0) < rev;
    if (isNew) {
      const removal = { rev, by, at: time, memberCount, ...(owner !== undefined && { owner }) };
      this.removals.set(key, removal);
    }
    const member = this.membersOf(roomId).get(user);
    return (member && member.joinedRev < rev && this.membersOf(roomId).delete(user)) || isNew;
  }
}

/** Returns the changes that an entry makes to the room itself. */
export function roomChanges(entry: Entry): Partial<Room> {
  switch (entry.kind) {
    case "add":
      return { memberCount: entry.memberCount, ...(entry.makesLarge && { large: true }) };
    case "remove": {
      const { memberCount, owner } = entry;
      return { memberCount, ...(owner !== undefined && { owner }) };
    }
    case "rename": {
      const { name, image } = entry;
      return { ...(name !== undefined && { name }), ...(image !== undefined && { image }) };
    }
    case "message":
    case "edit":
    case "delete":
    case "pin":
    case "react":
      return {};
  }
}
