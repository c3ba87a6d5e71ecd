// An in-memory store in which a scheduler decides when, and how, each call takes effect. test/store/contract.ts tests
// that it behaves like the real store.

import type { Entry, StoredMessage, User } from "../../lambdas/chat/model.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import { eraBefore } from "../../lambdas/chat/retention.ts";
import { memoryBuckets } from "./memory-buckets.ts";
import { MemoryItems, roomChanges } from "./memory-items.ts";
import { memoryLargeRooms } from "./memory-large-rooms.ts";
import { memoryMessages } from "./memory-messages.ts";
import { memoryRoomList } from "./memory-room-list.ts";
import { memoryRooms, type Next } from "./memory-rooms.ts";

/** The result of a call: its effect, the effect twice as by an SDK's retry, or a failure before or after the effect. */
export type Fate = "done" | "done twice" | "failed before" | "failed after";

/** Called once for each call to the store, with its name; resolves when it is the call's turn. */
export type Turn = (call: string) => Promise<Fate>;

export class InjectedError extends Error {
  override readonly name = "InternalServerError";
}

export class MemoryStore extends MemoryItems implements Store {
  /** Whether a failed put returns the existing item: DynamoDB does, dynalite does not. */
  tells: () => boolean = () => true;
  readonly #turn: Turn;

  readonly rooms: Store["rooms"];
  readonly largeRooms: Store["largeRooms"];

  constructor(turn: Turn = () => Promise.resolve("done")) {
    super();
    this.#turn = turn;
    this.rooms = memoryRooms(
      this,
      (name, effect) => this.#call(name, effect),
      (name, next) => this.#scan(name, next),
    );
    this.largeRooms = memoryLargeRooms(this, (name, effect) => this.#call(name, effect));
  }

  // Neither a Query nor a BatchGet is a snapshot, so each item has a turn of its own. Only the first turn can fail.
  async #scan<T>(name: string, next: Next<T>): Promise<T[]> {
    const items: T[] = [];
    let item: T | undefined = await this.#call(name, () => next(undefined, 0));
    while (item !== undefined) {
      items.push(item);
      await this.#turn(name);
      item = next(item, items.length);
    }
    return items;
  }

  async #batch<K, T>(
    name: string,
    keys: readonly K[],
    get: (key: K) => T | undefined,
  ): Promise<T[]> {
    const [first, ...others] = keys;
    const reads: Promise<T | undefined>[] = [
      this.#call(name, () => (first === undefined ? undefined : get(first))),
      ...others.map(async (key) => {
        await this.#turn(name);
        return get(key);
      }),
    ];
    return (await Promise.all(reads)).filter((item) => item !== undefined);
  }

  async #call<T>(name: string, effect: () => T): Promise<T> {
    const fate = await this.#turn(name);
    if (fate === "failed before") throw new InjectedError(name);
    const first = effect();
    if (fate === "failed after") throw new InjectedError(name);
    return fate === "done twice" ? effect() : first;
  }

  readonly log: Store["log"] = {
    put: (roomId, entry) =>
      this.#call("log.put", () => {
        const log = this.logOf(roomId);
        const existing = log[entry.rev - 1];
        if (existing) return this.tells() ? { isPut: false, existing } : { isPut: false };
        log[entry.rev - 1] = entry;
        return { isPut: true };
      }),
    after: (roomId, rev, limit = Number.MAX_SAFE_INTEGER) =>
      this.#scan<Entry>("log.after", (last, index) =>
        index < limit ? this.logOf(roomId)[last?.rev ?? rev] : undefined,
      ),
    // `Object.values` omits empty slots.
    stored: (roomId, rev, limit) =>
      this.#scan<Entry>("log.stored", (last, index) =>
        index < limit ? Object.values(this.logOf(roomId).slice(last?.rev ?? rev))[0] : undefined,
      ),
    before: (roomId, rev = Number.MAX_SAFE_INTEGER, limit) =>
      this.#scan<Entry>("log.before", (last, index) => {
        const earlier = this.logOf(roomId).slice(0, (last?.rev ?? rev) - 1);
        return index < limit ? Object.values(earlier).at(-1) : undefined;
      }),
    messages: async (wanted) => {
      const read = await this.#batch("log.messages", wanted, ({ roomId, rev }) => {
        const message = this.message(roomId, rev);
        return message && { roomId, message };
      });
      const found = new Map<string, Map<number, StoredMessage>>();
      for (const { roomId, message } of read) {
        const of = found.get(roomId) ?? new Map<number, StoredMessage>();
        found.set(roomId, of.set(message.rev, message));
      }
      return found;
    },
    endedAt: (positions) =>
      this.#call("log.endedAt", () => {
        const ended = positions.filter(({ roomId, rev }) => !this.logOf(roomId)[rev]);
        return new Set(ended.map(({ roomId }) => roomId));
      }),
    message: (roomId, rev) => this.#call("log.message", () => this.message(roomId, rev)),
    apply: (roomId, entry) => this.#call("log.apply", () => this.apply(roomId, entry)),
    advance: (roomId, entry, forget = []) =>
      this.#call("log.advance", () => {
        const item = this.roomItems.get(roomId);
        const { rev, seq, lastMessageRev, activeAt, expiresAt } = entry;
        if (!item || item.room.head.rev >= rev) return;
        const head = {
          rev,
          seq,
          lastMessageRev,
          activeAt,
          ...(expiresAt !== undefined && { expiresAt }),
        };
        const era = eraBefore(entry);
        const stale = new Set([...forget, ...(era ? [era] : [])].map(({ until }) => until));
        const eras = (item.room.eras ?? []).filter(({ until }) => !stale.has(until));
        if (era) eras.push(era);
        const { eras: _eras, ...rest } = item.room;
        const room = {
          ...rest,
          ...roomChanges(entry),
          head,
          ...(eras.length > 0 && { eras }),
        };
        this.roomItems.set(roomId, { ...item, room });
      }),
  };

  readonly messages: Store["messages"] = memoryMessages(this, (name, effect) =>
    this.#call(name, effect),
  );

  readonly roomList: Store["roomList"] = memoryRoomList(this, (name, effect) =>
    this.#call(name, effect),
  );

  readonly buckets: Store["buckets"] = memoryBuckets(this, (name, effect) =>
    this.#call(name, effect),
  );

  users(ids: readonly string[]): Promise<User[]> {
    return this.#call("users", () =>
      [...new Set(ids)].flatMap((id) => this.userItems.get(id) ?? []),
    );
  }
}
