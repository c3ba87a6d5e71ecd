// Where a chat keeps what has to outlive the page: an interface that anything which stores values by key can meet.

/** A value that survives JSON unchanged. */
export type Stored = unknown;

/**
 * Values by key. Keys are ASCII, and their parts are separated by `/`: `outbox/…` is the client's own. What rejects is
 * told as an `error` with the code `PERSISTENCE`, and the chat goes on without.
 */
export interface Persistence {
  /** Everything whose key begins with `prefix`, in the order of the keys (by UTF-16 unit). */
  load(prefix: string): Promise<readonly (readonly [key: string, value: Stored])[]>;
  /** Stores `value`, in place of what `key` holds. */
  save(key: string, value: Stored): Promise<void>;
  /** Forgets what `key` holds, if anything. */
  remove(key: string): Promise<void>;
  /**
   * Tells of what other pages save (or remove: undefined) under keys that begin with `prefix`, until what it returns is
   * called. A persistence without it keeps as much, but pages that are open at once see nothing of each other's drafts.
   */
  watch?(prefix: string, listener: (key: string, value: Stored) => void): () => void;
}

/** A persistence of the package's own. */
export interface ClearablePersistence extends Persistence {
  /** Forgets everything: for when the user signs out. */
  clear(): Promise<void>;
}
