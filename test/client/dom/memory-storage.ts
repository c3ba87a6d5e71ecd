// A `Storage` like a browser's, in memory.

import type { StorageLike } from "../../../client/localstorage/index.ts";

export class MemoryStorage implements StorageLike {
  readonly #values = new Map<string, string>();
  /** The most characters that it holds, keys included. */
  quota = Infinity;
  /** Called for each change, as a browser notifies the site's other pages. */
  onChange: (key: string, value: string | null) => void = () => undefined;

  get length(): number {
    return this.#values.size;
  }

  key(place: number): string | null {
    return [...this.#values.keys()][place] ?? null;
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    const used = [...this.#values].flat().join("").length;
    if (used + key.length + value.length > this.quota) throw new Error("QuotaExceededError");
    this.#values.set(key, value);
    this.onChange(key, value);
  }

  removeItem(key: string): void {
    if (this.#values.delete(key)) this.onChange(key, null);
  }
}
