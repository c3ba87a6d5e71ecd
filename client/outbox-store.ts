// Keeps the outbox where it outlives the page, if there is such a place.

import { randomId } from "./changes.ts";
import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import type { OutboxEntry } from "./outbox-api.ts";
import type { Persistence } from "./persistence.ts";

export interface StoredEntry {
  readonly entry: OutboxEntry;
  /** The newest event of its room before the first attempt. */
  readonly after?: number;
  /** Whose it is, once that is known. */
  readonly user_id?: string;
}

export interface OutboxStore {
  /** What is kept, in order, each with a key to give to the others; but nothing that was saved under a key of today's. */
  load(): Promise<[key: object, stored: StoredEntry][]>;
  /** Of a key that it has not seen yet, it makes a new entry behind all others, those from an earlier time too. */
  save(key: object, stored: StoredEntry): void;
  remove(key: object): void;
  /** Forgets all keys: what is kept stays, and is loaded the next time. */
  release(): void;
}

const PREFIX = "outbox/";
const DIGITS = 15;

export function makeOutboxStore(
  { report }: Context,
  persistence: Persistence | undefined,
): OutboxStore {
  /** Where each is. */
  const places = new Map<object, string>();
  let last: number | undefined;
  /** Tells the entries of tabs apart that keep theirs in the same place. */
  const tab = randomId().slice(0, 8);
  /** One after another, so that none is removed before it is there. */
  let writing: Promise<unknown> = Promise.resolve();

  function inTurn<T>(task: (persistence: Persistence) => Promise<T>): Promise<T | undefined> {
    if (!persistence) return Promise.resolve(undefined);
    const run = writing
      .then(() => task(persistence))
      .catch((cause: unknown) => {
        report(new ChatError("PERSISTENCE", "The outbox could not be kept.", { cause }));
        return undefined;
      });
    writing = run;
    return run;
  }

  async function load(store: Persistence) {
    const found = await store.load(PREFIX);
    const [newest = ""] = found[found.length - 1] ?? [];
    last ??= Number(newest.slice(PREFIX.length, PREFIX.length + DIGITS));
    return found;
  }

  return {
    async load() {
      const found = (await inTurn(load)) ?? [];
      const known = new Set(places.values());
      return found
        .filter(([place]) => !known.has(place))
        .map(([place, value]) => {
          const key = {};
          places.set(key, place);
          return [key, value as StoredEntry];
        });
    },
    save(key, stored) {
      void inTurn(async (store) => {
        if (last === undefined) await load(store);
        last = (last ?? 0) + (places.has(key) ? 0 : 1);
        const place = places.get(key) ?? `${PREFIX}${String(last).padStart(DIGITS, "0")}.${tab}`;
        places.set(key, place);
        await store.save(place, stored);
      });
    },
    release() {
      void inTurn(() => {
        places.clear();
        return Promise.resolve();
      });
    },
    remove(key) {
      void inTurn(async (store) => {
        const place = places.get(key);
        places.delete(key);
        if (place !== undefined) await store.remove(place);
      });
    },
  };
}
