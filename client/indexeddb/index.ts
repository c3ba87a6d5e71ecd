// A persistence in IndexedDB.
//
//     const persistence = createIndexedDBPersistence({ name: `chat of ${userId}` });
//     const chat = createChat({ url, token, outbox: persistOutbox(persistence) });

import type { ClearablePersistence, Stored } from "../persistence.ts";

export type { ClearablePersistence, Persistence, Stored } from "../persistence.ts";

export interface IndexedDBOptions {
  /** The database's name. Use one per user of this device. Default: `parley`. */
  name?: string | undefined;
}

const STORE = "values";

/** @throws TypeError if the platform has no IndexedDB */
export function createIndexedDBPersistence({
  name = "parley",
}: IndexedDBOptions = {}): ClearablePersistence {
  const { indexedDB } = globalThis as { indexedDB?: IDBFactory };
  if (!indexedDB) throw new TypeError("This platform has no IndexedDB.");
  let opening: Promise<IDBDatabase> | undefined;

  const open = (): Promise<IDBDatabase> => {
    const forget = (): void => {
      opening = undefined;
    };
    opening ??= openDatabase(indexedDB, name, forget);
    // A failure to open may be temporary.
    opening.catch(forget);
    return opening;
  };

  /** Resolves to the request's result once the transaction is complete. */
  async function transact<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => T,
  ): Promise<T> {
    const transaction = (await open()).transaction(STORE, mode);
    const requests = act(transaction.objectStore(STORE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => {
        resolve();
      };
      transaction.onabort = () => {
        reject(transaction.error ?? new Error("The transaction was aborted."));
      };
    });
    return requests;
  }

  // Made once it is needed: a page that only imports this has no channel open.
  let channel: BroadcastChannel | undefined;
  const tabs = (): BroadcastChannel | undefined =>
    (channel ??=
      "BroadcastChannel" in globalThis ? new BroadcastChannel(`parley ${name} values`) : undefined);

  /** Only once it is stored: whoever begins to watch and then loads misses nothing. */
  const tell = (key: string, value?: Stored): void => tabs()?.postMessage([key, value]);

  return {
    async load(prefix) {
      // Keys are ASCII, so this sorts after every key with the prefix.
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const { keys, values } = await transact("readonly", (store) => ({
        keys: store.getAllKeys(range),
        values: store.getAll(range) as IDBRequest<Stored[]>,
      }));
      return keys.result.map((key, place) => [key as string, values.result[place]] as const);
    },
    async save(key, value) {
      await transact("readwrite", (store) => store.put(value, key));
      tell(key, value);
    },
    async remove(key) {
      await transact("readwrite", (store) => store.delete(key));
      tell(key);
    },
    watch(prefix, listener) {
      const hear = ({ data: [key, value] }: MessageEvent<[string, Stored]>): void => {
        if (key.startsWith(prefix)) listener(key, value);
      };
      tabs()?.addEventListener("message", hear);
      return () => channel?.removeEventListener("message", hear);
    },
    async clear() {
      await transact("readwrite", (store) => store.clear());
    },
  };
}

function openDatabase(
  indexedDB: IDBFactory,
  name: string,
  onClosed: () => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE);
    };
    request.onsuccess = () => {
      const database = request.result;
      // Closed by the browser, when the user clears the site's data.
      database.onclose = onClosed;
      // Another tab wants to delete or upgrade the database.
      database.onversionchange = () => {
        database.close();
        onClosed();
      };
      resolve(database);
    };
    request.onerror = () => {
      reject(request.error ?? new Error("IndexedDB could not be opened."));
    };
  });
}
