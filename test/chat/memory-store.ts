// A store in memory, each of whose calls takes effect when, and as, a scheduler says. Its behaviour is held to the
// real one's by test/store/contract.ts, which runs on both.

import type { StoredMessage, User } from "../../lambdas/chat/model.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import { eraBefore } from "../../lambdas/chat/retention.ts";
import { memoryBuckets } from "./memory-buckets.ts";
import { MemoryItems, roomChanges } from "./memory-items.ts";
import { memoryLargeRooms } from "./memory-large-rooms.ts";
import { memoryMessages } from "./memory-messages.ts";
import { memoryRoomList } from "./memory-room-list.ts";
import { memoryRooms } from "./memory-rooms.ts";

/** What becomes of a call: done; done twice, as by an SDK that did not hear the first answer; failed before or after. */
export type Fate = "done" | "done twice" | "failed before" | "failed after";

/** Called once for each call to the store, with its name; resolves when it is the call's turn. */
export type Turn = (call: string) => Promise<Fate>;

export class InjectedError extends Error {
  override readonly name = "InternalServerError";
}

export class MemoryStore extends MemoryItems implements Store {
  /** Whether a put that fails tells what stands there: DynamoDB does, the embedded one does not. */
  tells: () => boolean = () => true;
  readonly #turn: Turn;

  readonly rooms: Store["rooms"];
  readonly largeRooms: Store["largeRooms"];

  constructor(turn: Turn = () => Promise.resolve("done")) {
    super();
    this.#turn = turn;
    this.rooms = memoryRooms(this, (name, effect) => this.#call(name, effect));
    this.largeRooms = memoryLargeRooms(this, (name, effect) => this.#call(name, effect));
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
        const standing = log[entry.rev - 1];
        if (standing) return { isPut: false, ...(this.tells() && { standing }) };
        log[entry.rev - 1] = entry;
        return { isPut: true };
      }),
    after: (roomId, rev, limit = Number.MAX_SAFE_INTEGER) =>
      this.#call("log.after", () => {
        const rest = this.logOf(roomId).slice(rev, rev + limit);
        const gap = Array.from(rest).indexOf(undefined as never);
        return gap < 0 ? rest : rest.slice(0, gap);
      }),
    stored: (roomId, rev, limit) =>
      this.#call("log.stored", () =>
        // Leaves out the slots that are empty.
        Object.values(this.logOf(roomId).slice(rev)).slice(0, limit),
      ),
    before: (roomId, rev = Number.MAX_SAFE_INTEGER, limit) =>
      this.#call("log.before", () =>
        Object.values(this.logOf(roomId).slice(0, rev - 1))
          .reverse()
          .slice(0, limit),
      ),
    messages: (wanted) =>
      this.#call("log.messages", () => {
        const found = new Map<string, Map<number, StoredMessage>>();
        for (const { roomId, rev } of wanted) {
          const message = this.message(roomId, rev);
          if (!message) continue;
          found.set(
            roomId,
            (found.get(roomId) ?? new Map<number, StoredMessage>()).set(rev, message),
          );
        }
        return found;
      }),
    endedAt: (places) =>
      this.#call("log.endedAt", () => {
        const ended = places.filter(({ roomId, rev }) => !this.logOf(roomId)[rev]);
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
