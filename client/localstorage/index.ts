// A persistence in localStorage or any other Storage: a few megabytes, written synchronously.
//
//     const persistence = createLocalStoragePersistence({ name: `chat of ${userId}` });
//     const chat = createChat({ url, token, outbox: persistOutbox(persistence) });

import type { ClearablePersistence, Stored } from "../persistence.ts";

export type { ClearablePersistence, Persistence, Stored } from "../persistence.ts";

/** The part of `Storage` that is used: a small wrapper makes React Native's MMKV fit. */
export interface StorageLike {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

type Listener = (event: {
  readonly key: string | null;
  readonly newValue: string | null;
  readonly storageArea: unknown;
}) => void;

/** The events of a page; Node has none. */
interface StorageEvents {
  addEventListener(type: "storage", listener: Listener): void;
  removeEventListener(type: "storage", listener: Listener): void;
}

export interface LocalStorageOptions {
  /** The prefix of all keys. Use one per user of this device. Default: `parley`. */
  name?: string | undefined;
  /** Default: `localStorage`. */
  storage?: StorageLike | undefined;
}

/** If the storage is full or disabled, calls reject with the browser's own error. */
export function createLocalStoragePersistence({
  name = "parley",
  ...options
}: LocalStorageOptions = {}): ClearablePersistence {
  // Read on each call: if the browser has disabled storage for a page, reading the property throws.
  const open = (): StorageLike =>
    options.storage ?? (globalThis as unknown as { localStorage: StorageLike }).localStorage;
  const own = `${name}/`;

  const keysOf = (storage: StorageLike, prefix: string): string[] =>
    Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "")
      .filter((key) => key.startsWith(own + prefix))
      .sort();

  /** Rejects with the error that `act` throws. */
  const attempt = <T>(act: (storage: StorageLike) => T): Promise<T> =>
    new Promise((resolve) => {
      resolve(act(open()));
    });

  return {
    load: (prefix) =>
      attempt((storage) =>
        keysOf(storage, prefix).map(
          (key) =>
            [key.slice(own.length), JSON.parse(storage.getItem(key) ?? "null") as Stored] as const,
        ),
      ),
    save: (key, value) =>
      attempt((storage) => {
        storage.setItem(own + key, JSON.stringify(value));
      }),
    remove: (key) =>
      attempt((storage) => {
        storage.removeItem(own + key);
      }),
    watch(prefix, listener) {
      // The platform notifies every page except the one that wrote.
      const page = globalThis as Partial<StorageEvents>;
      const onStorage: Listener = ({ key, newValue, storageArea }) => {
        if (storageArea !== open() || !key?.startsWith(own + prefix)) return;
        listener(key.slice(own.length), newValue === null ? undefined : JSON.parse(newValue));
      };
      page.addEventListener?.("storage", onStorage);
      return () => page.removeEventListener?.("storage", onStorage);
    },
    clear: () =>
      attempt((storage) => {
        for (const key of keysOf(storage, "")) storage.removeItem(key);
      }),
  };
}
