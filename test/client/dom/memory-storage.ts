// A Storage as browsers have it, in memory.

import type { StorageLike } from "../../../client/localstorage/index.ts";

export class MemoryStorage implements StorageLike {
  readonly #values = new Map<string, string>();
  /** How many characters it takes, keys included. */
  quota = Infinity;

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
  }

  removeItem(key: string): void {
    this.#values.delete(key);
  }
}
