// Persists the outbox.

import { randomId } from "./changes.ts";
import { ChatError } from "./errors.ts";
import type { OutboxEntry } from "./outbox-api.ts";
import type { Persistence, Stored } from "./persistence.ts";

export interface StoredEntry {
  readonly entry: OutboxEntry;
  /** The room's newest event before the first attempt. */
  readonly after?: number | undefined;
  /** The user it belongs to, once known. */
  readonly user_id?: string | undefined;
}

/** How an outbox is persisted: see `persistOutbox`. */
export interface OutboxPersister {
  /**
   * Loads the persisted entries in order, each with a key object to pass to the others, but none that was saved since.
   */
  load(): Promise<(readonly [key: object, stored: StoredEntry])[]>;
  /** Stores an entry. A new key goes behind all others, including those of an earlier session. */
  save(key: object, stored: StoredEntry): Promise<void>;
  remove(key: object): Promise<void>;
  /** Forgets all keys: the entries stay stored, and the next `load` returns them. */
  release(): Promise<void>;
}

const PREFIX = "outbox/";
const DIGITS = 15;

/**
 * Persists the outbox, so that changes are sent after a reload too: `createChat({ …, outbox: persistOutbox(persistence)
 * })`. Use one per chat.
 */
export function persistOutbox(persistence: Persistence): OutboxPersister {
  /** The storage key of each entry. */
  const storageKeys = new Map<object, string>();
  let last: number | undefined;
  /** Distinguishes the entries of tabs that share one storage. */
  const tab = randomId().slice(0, 8);
  /** Runs one operation at a time, so that no entry is removed before it is stored. */
  let queue: Promise<unknown> = Promise.resolve();

  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    const run = queue.then(task).catch((cause: unknown) => {
      throw new ChatError("PERSISTENCE", "The outbox could not be kept.", { cause });
    });
    queue = run.catch(() => undefined);
    return run;
  }

  async function load(): Promise<readonly (readonly [storageKey: string, value: Stored])[]> {
    const found = await persistence.load(PREFIX);
    const [newest = ""] = found[found.length - 1] ?? [];
    last ??= Number(newest.slice(PREFIX.length, PREFIX.length + DIGITS));
    return found;
  }

  return {
    async load() {
      const found = await enqueue(load);
      const known = new Set(storageKeys.values());
      return found
        .filter(([storageKey]) => !known.has(storageKey))
        .map(([storageKey, value]) => {
          const key = {};
          storageKeys.set(key, storageKey);
          return [key, value as StoredEntry] as const;
        });
    },
    save: (key, stored) =>
      enqueue(async () => {
        if (last === undefined) await load();
        last = (last ?? 0) + (storageKeys.has(key) ? 0 : 1);
        const storageKey =
          storageKeys.get(key) ?? `${PREFIX}${String(last).padStart(DIGITS, "0")}.${tab}`;
        storageKeys.set(key, storageKey);
        await persistence.save(storageKey, stored);
      }),
    remove: (key) =>
      enqueue(async () => {
        const storageKey = storageKeys.get(key);
        storageKeys.delete(key);
        if (storageKey !== undefined) await persistence.remove(storageKey);
      }),
    release: () =>
      enqueue(() => {
        storageKeys.clear();
        return Promise.resolve();
      }),
  };
}
