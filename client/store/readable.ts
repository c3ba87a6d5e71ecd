// Readable values with subscriptions, and which of them to notify of a change.

import { uncaught } from "../uncaught.ts";

/** A value that changes: fits React's `useSyncExternalStore(subscribe, get)`, Svelte's `$store`, and signals. */
export interface Readable<T> {
  /** The current value; the same object until it changes. */
  readonly get: () => T;
  /** Calls `listener` with the current value and each new one, until the returned function is called. */
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

export interface Subscriptions {
  /** @param key of the state that the value depends on */
  readonly readable: <T>(key: string, get: () => T) => Readable<T>;
  /** State with this key may have changed. Its subscribers are notified in a microtask. */
  readonly touch: (key: string) => void;
  /** Notifies them now. */
  readonly flush: () => void;
}

export function makeSubscriptions(): Subscriptions {
  const checks = new Map<string, Set<() => void>>();
  let touched = new Set<string>();

  function flush(): void {
    // A listener may cause further changes.
    while (touched.size > 0) {
      const keys = touched;
      touched = new Set();
      for (const key of keys) for (const check of [...(checks.get(key) ?? [])]) check();
    }
  }

  return {
    flush,
    touch(key) {
      if (touched.size === 0) void Promise.resolve().then(flush);
      touched.add(key);
    },
    readable: <T>(key: string, get: () => T): Readable<T> => ({
      get,
      subscribe(listener) {
        const own = checks.get(key) ?? new Set();
        let last = get();
        const notify = (): void => {
          try {
            listener(last);
          } catch (error) {
            // A listener that throws does not stop the others.
            uncaught(error);
          }
        };
        const check = (): void => {
          const value = get();
          if (value === last || !own.has(check)) return;
          last = value;
          notify();
        };
        checks.set(key, own.add(check));
        notify();
        return () => {
          own.delete(check);
          if (own.size === 0 && checks.get(key) === own) checks.delete(key);
        };
      },
    }),
  };
}

/** Returns the earlier of two values if they are shallowly equal, so that nobody is notified. */
export function reuseEqual<T extends object>(before: T | undefined, after: T): T {
  if (!before) return after;
  const keys = Object.keys(after) as (keyof T)[];
  const isSame =
    keys.length === Object.keys(before).length && keys.every((key) => before[key] === after[key]);
  return isSame ? before : after;
}
