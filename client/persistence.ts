// The interface of a key-value store in which a chat keeps data across reloads.

/** A value that survives JSON unchanged. */
export type Stored = unknown;

/**
 * Values by key. Keys are ASCII, and their parts are separated by `/`: `outbox/…` belongs to the client. A rejection is
 * emitted as an `error` with the code `PERSISTENCE`, and the chat continues without it.
 */
export interface Persistence {
  /** All entries whose key begins with `prefix`, in key order (by UTF-16 unit). */
  load(prefix: string): Promise<readonly (readonly [key: string, value: Stored])[]>;
  /** Stores `value`, replacing any value of `key`. */
  save(key: string, value: Stored): Promise<void>;
  /** Deletes the value of `key`, if any. */
  remove(key: string): Promise<void>;
  /**
   * Calls `listener` with each value that another page saves under a key that begins with `prefix`, and with undefined
   * for one that it removes, until the returned function is called. Without `watch`, pages that are open at the same
   * time do not see each other's drafts.
   */
  watch?(prefix: string, listener: (key: string, value: Stored) => void): () => void;
}

/** A persistence that comes with this package. */
export interface ClearablePersistence extends Persistence {
  /** Deletes everything: call this when the user signs out. */
  clear(): Promise<void>;
}
