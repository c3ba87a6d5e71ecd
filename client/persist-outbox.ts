// Keeps the outbox where it outlives the page.

import { randomId } from "./changes.ts";
import { ChatError } from "./errors.ts";
import type { OutboxEntry } from "./outbox-api.ts";
import type { Persistence, Stored } from "./persistence.ts";

export interface StoredEntry {
  readonly entry: OutboxEntry;
  /** The newest event of its room before the first attempt. */
  readonly after?: number | undefined;
  /** Whose it is, once that is known. */
  readonly user_id?: string | undefined;
}

/** What an outbox is kept by: see `persistOutbox`. */
export interface OutboxPersister {
  /** What is kept, in order, each with a key to give to the others; but nothing that was saved under a key of today's. */
  load(): Promise<(readonly [key: object, stored: StoredEntry])[]>;
  /** Of a key that it has not seen yet, it makes a new entry behind all others, those from an earlier time too. */
  save(key: object, stored: StoredEntry): Promise<void>;
  remove(key: object): Promise<void>;
  /** Forgets all keys: what is kept stays, and is loaded the next time. */
  release(): Promise<void>;
}

const PREFIX = "outbox/";
const DIGITS = 15;

/**
 * Keeps the outbox, so that what was written goes out after a reload too:
 * `createChat({ …, outbox: persistOutbox(persistence) })`. One per chat.
 */
export function persistOutbox(persistence: Persistence): OutboxPersister {
  /** Where each is. */
  const places = new Map<object, string>();
  let last: number | undefined;
  /** Tells the entries of tabs apart that keep theirs in the same place. */
  const tab = randomId().slice(0, 8);
  /** One after another, so that none is removed before it is there. */
  let queue: Promise<unknown> = Promise.resolve();

  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    const run = queue.then(task).catch((cause: unknown) => {
      throw new ChatError("PERSISTENCE", "The outbox could not be kept.", { cause });
    });
    queue = run.catch(() => undefined);
    return run;
  }

  async function load(): Promise<readonly (readonly [place: string, value: Stored])[]> {
    const found = await persistence.load(PREFIX);
    const [newest = ""] = found[found.length - 1] ?? [];
    last ??= Number(newest.slice(PREFIX.length, PREFIX.length + DIGITS));
    return found;
  }

  return {
    async load() {
      const found = await enqueue(load);
      const known = new Set(places.values());
      return found
        .filter(([place]) => !known.has(place))
        .map(([place, value]) => {
          const key = {};
          places.set(key, place);
          return [key, value as StoredEntry] as const;
        });
    },
    save: (key, stored) =>
      enqueue(async () => {
        if (last === undefined) await load();
        last = (last ?? 0) + (places.has(key) ? 0 : 1);
        const place = places.get(key) ?? `${PREFIX}${String(last).padStart(DIGITS, "0")}.${tab}`;
        places.set(key, place);
        await persistence.save(place, stored);
      }),
    remove: (key) =>
      enqueue(async () => {
        const place = places.get(key);
        places.delete(key);
        if (place !== undefined) await persistence.remove(place);
      }),
    release: () =>
      enqueue(() => {
        places.clear();
        return Promise.resolve();
      }),
  };
}
