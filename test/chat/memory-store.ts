// A store in memory, each of whose calls takes effect when, and as, a scheduler says. Its behaviour is held to the
// real one's by test/store/contract.ts, which runs on both.

import type {
  Claim,
  Entry,
  Event,
  Member,
  Pin,
  Room,
  StoredMessage,
  User,
} from "../../lambdas/chat/model.ts";
import type { Store } from "../../lambdas/chat/ports.ts";

/** What becomes of a call: done; done twice, as by an SDK that did not hear the first answer; failed before or after. */
export type Fate = "done" | "done twice" | "failed before" | "failed after";

/** Called once for each call to the store, with its name; resolves when it is the call's turn. */
export type Turn = (call: string) => Promise<Fate>;

export class InjectedError extends Error {
  override readonly name = "InternalServerError";
}

interface Making {
  room: Room;
  roster: string;
  isReady: boolean;
}

type Changing = Entry<Exclude<Event, { kind: "message" }>>;
type Pending = { text: string; nonce: string };
type Seen = Member & { seenRev: number };

const at = (...parts: (string | number)[]) => parts.join(" ");

export class MemoryStore implements Store {
  readonly roomItems = new Map<string, Making>();
  readonly members = new Map<string, Map<string, Seen>>();
  readonly entries = new Map<string, Entry[]>();
  readonly claims = new Map<string, Claim>();
  readonly pending = new Map<string, Pending>();
  readonly pinItems = new Map<string, Pin>();
  readonly userItems = new Map<string, User>();
  readonly #turn: Turn;

  constructor(turn: Turn = () => Promise.resolve("done")) {
    this.#turn = turn;
  }

  async #call<T>(name: string, effect: () => T): Promise<T> {
    const fate = await this.#turn(name);
    if (fate === "failed before") throw new InjectedError(name);
    const first = effect();
    if (fate === "failed after") throw new InjectedError(name);
    return fate === "done twice" ? effect() : first;
  }

  logOf(roomId: string): Entry[] {
    const log = this.entries.get(roomId) ?? [];
    this.entries.set(roomId, log);
    return log;
  }

  membersOf(roomId: string): Map<string, Seen> {
    const members = this.members.get(roomId) ?? new Map<string, Seen>();
    this.members.set(roomId, members);
    return members;
  }

  #message(roomId: string, rev: number): StoredMessage | undefined {
    const entry = this.logOf(roomId)[rev - 1];
    return entry?.kind === "message" ? entry : undefined;
  }

  readonly rooms: Store["rooms"] = {
    read: (roomId) =>
      this.#call("rooms.read", () => {
        const item = this.roomItems.get(roomId);
        if (!item?.isReady) return undefined;
        const members = [...this.membersOf(roomId)].sort(([a], [b]) => (a < b ? -1 : 1));
        return {
          room: item.room,
          members: new Map(members.map(([id, { seenRev: _seen, ...member }]) => [id, member])),
        };
      }),
    begin: (room, roster) =>
      this.#call("rooms.begin", () => {
        const item = this.roomItems.get(room.id) ?? { room, roster, isReady: false };
        this.roomItems.set(room.id, item);
        return item;
      }),
    enlist: (roomId, members) =>
      this.#call("rooms.enlist", () => {
        const there = this.membersOf(roomId);
        for (const member of members) {
          if (!there.has(member.userId)) there.set(member.userId, { ...member, seenRev: 0 });
        }
      }),
    ready: (roomId) =>
      this.#call("rooms.ready", () => {
        const item = this.roomItems.get(roomId);
        if (item) this.roomItems.set(roomId, { ...item, roster: "", isReady: true });
      }),
    markSeen: (roomId, userId, { rev, seq }) =>
      this.#call("rooms.markSeen", () => {
        const member = this.membersOf(roomId).get(userId);
        if (!member || member.seenRev >= rev) return false;
        this.membersOf(roomId).set(userId, { ...member, seenRev: rev, seenSeq: seq });
        return true;
      }),
  };

  readonly log: Store["log"] = {
    put: (roomId, entry) =>
      this.#call("log.put", () => {
        const log = this.logOf(roomId);
        if (log[entry.rev - 1]) return false;
        log[entry.rev - 1] = entry;
        return true;
      }),
    after: (roomId, rev, limit = Number.MAX_SAFE_INTEGER) =>
      this.#call("log.after", () => {
        const rest = this.logOf(roomId).slice(rev, rev + limit);
        const gap = Array.from(rest).indexOf(undefined as never);
        return gap < 0 ? rest : rest.slice(0, gap);
      }),
    message: (roomId, rev) => this.#call("log.message", () => this.#message(roomId, rev)),
    apply: (roomId, entry) => this.#call("log.apply", () => this.#apply(roomId, entry)),
    advance: (roomId, { rev, seq, lastMessageRev, activeAt }) =>
      this.#call("log.advance", () => {
        const item = this.roomItems.get(roomId);
        if (!item || item.room.head.rev >= rev) return;
        const head = { rev, seq, lastMessageRev, activeAt };
        this.roomItems.set(roomId, { ...item, room: { ...item.room, head } });
      }),
  };

  readonly messages: Store["messages"] = {
    claim: (roomId, id, claim) =>
      this.#call("messages.claim", () => {
        const standing = this.claims.get(at(roomId, id));
        if (standing) return { ...standing, isNew: false };
        this.claims.set(at(roomId, id), claim);
        return { ...claim, isNew: true };
      }),
    claimed: (roomId, id) => this.#call("messages.claimed", () => this.claims.get(at(roomId, id))),
    rebase: (roomId, id, base) =>
      this.#call("messages.rebase", () => {
        const claim = this.claims.get(at(roomId, id));
        if (claim && claim.base < base) this.claims.set(at(roomId, id), { ...claim, base });
      }),
    propose: (roomId, rev, text, nonce) =>
      this.#call("messages.propose", () => {
        if (!this.#message(roomId, rev)?.content) return false;
        this.pending.set(at(roomId, rev), { text, nonce });
        return true;
      }),
    pins: (roomId) =>
      this.#call("messages.pins", () =>
        [...this.pinItems].filter(([key]) => key.startsWith(`${roomId} `)).map(([, pin]) => pin),
      ),
    pin: (roomId, rev) => this.#call("messages.pin", () => this.pinItems.get(at(roomId, rev))),
  };

  readonly roomList: Store["roomList"] = {
    ofUser: (userId) =>
      this.#call("roomList.ofUser", () =>
        [...this.roomItems.values()].flatMap(({ room, isReady }) => {
          const seen = this.membersOf(room.id).get(userId);
          if (!isReady || !seen) return [];
          const { seenRev: _seen, ...member } = seen;
          return [{ room, member }];
        }),
      ),
    details: () => Promise.reject(new Error("Not needed in memory.")),
    remember: () => Promise.reject(new Error("Not needed in memory.")),
  };

  users(ids: readonly string[]): Promise<User[]> {
    return this.#call("users", () =>
      [...new Set(ids)].flatMap((id) => this.userItems.get(id) ?? []),
    );
  }

  #apply(roomId: string, entry: Changing): boolean {
    if (entry.kind === "pin") return this.#setPin(roomId, entry, entry.pinned);
    const message = this.#message(roomId, entry.target);
    if (!message) return false;
    if (entry.kind === "edit") return this.#edit(roomId, message, entry);

    if (entry.unpins) this.#setPin(roomId, entry, false);
    if (message.deleted) return false;
    const { content: _content, edited: _edited, ...rest } = message;
    const { rev, at: time, by } = entry;
    this.logOf(roomId)[message.rev - 1] = { ...rest, deleted: { rev, at: time, by } } as Entry;
    this.pending.delete(at(roomId, message.rev));
    return true;
  }

  #edit(roomId: string, message: StoredMessage, entry: Changing): boolean {
    const key = at(roomId, message.rev);
    const pending = this.pending.get(key);
    if (!message.content || pending?.nonce !== entry.nonce) return false;
    if (message.edited && message.edited.rev >= entry.rev) return false;
    this.pending.delete(key);
    const content = { ...message.content, message: pending.text };
    const edited = { rev: entry.rev, at: entry.at };
    this.logOf(roomId)[message.rev - 1] = { ...message, content, edited } as Entry;
    return true;
  }

  #setPin(roomId: string, entry: Changing, pinned: boolean): boolean {
    const key = at(roomId, entry.target);
    if ((this.pinItems.get(key)?.rev ?? 0) >= entry.rev) return false;
    const { rev, by, at: time } = entry;
    this.pinItems.set(key, { messageRev: entry.target, pinned, rev, by, at: time });
    return true;
  }
}
