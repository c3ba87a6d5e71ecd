// Values that can be read and subscribed to, and who has to be told when they change.

import { uncaught } from "../uncaught.ts";

/** A value that changes: fits React's `useSyncExternalStore(subscribe, get)`, Svelte's `$store`, and signals. */
export interface Readable<T> {
  /** The present value; the same one until it changes. */
  readonly get: () => T;
  /** Calls `listener` with the present value, and with each new one until the function that it returns is called. */
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

export interface Subscriptions {
  /** @param key of what it depends on */
  readonly readable: <T>(key: string, get: () => T) => Readable<T>;
  /** Something with this key may have changed. Its subscribers are told at the end of this turn. */
  readonly touch: (key: string) => void;
  /** Tells them now. */
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
        const tell = (): void => {
          try {
            listener(last);
          } catch (error) {
            // One listener's fault is not the others'.
            uncaught(error);
          }
        };
        const check = (): void => {
          const value = get();
          if (value === last || !own.has(check)) return;
          last = value;
          tell();
        };
        checks.set(key, own.add(check));
        tell();
        return () => {
          own.delete(check);
          if (own.size === 0 && checks.get(key) === own) checks.delete(key);
        };
      },
    }),
  };
}

/** The earlier of two values, if they have the same properties: what did not change is not told. */
export function settled<T extends object>(before: T | undefined, after: T): T {
  if (!before) return after;
  const keys = Object.keys(after) as (keyof T)[];
  const isSame =
    keys.length === Object.keys(before).length && keys.every((key) => before[key] === after[key]);
  return isSame ? before : after;
}
