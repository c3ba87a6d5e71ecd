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
    // Commits now instead of after the requests' events: if the page is left before these, what it has just written would
    // be lost. Safari 14 has no `commit`.
    (transaction as Partial<IDBTransaction>).commit?.();
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

  // Opened on first use, so that a page that only imports this has no open channel.
  let channel: BroadcastChannel | undefined;
  const channelOfTabs = (): BroadcastChannel | undefined =>
    (channel ??=
      "BroadcastChannel" in globalThis ? new BroadcastChannel(`parley ${name} values`) : undefined);

  /** Called once the value is stored, so that a tab that begins to watch and then loads misses nothing. */
  const notifyTabs = (key: string, value?: Stored): void =>
    channelOfTabs()?.postMessage([key, value]);

  return {
    async load(prefix) {
      // Keys are ASCII, so this sorts after every key with the prefix.
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const { keys, values } = await transact("readonly", (store) => ({
        keys: store.getAllKeys(range),
        values: store.getAll(range) as IDBRequest<Stored[]>,
      }));
      return keys.result.map((key, index) => [key as string, values.result[index]] as const);
    },
    async save(key, value) {
      await transact("readwrite", (store) => store.put(value, key));
      notifyTabs(key, value);
    },
    async remove(key) {
      await transact("readwrite", (store) => store.delete(key));
      notifyTabs(key);
    },
    watch(prefix, listener) {
      const onMessage = ({ data: [key, value] }: MessageEvent<[string, Stored]>): void => {
        if (key.startsWith(prefix)) listener(key, value);
      };
      channelOfTabs()?.addEventListener("message", onMessage);
      return () => channel?.removeEventListener("message", onMessage);
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
