// A clock that stops while code runs and jumps to the next timer: minutes pass in a second, and runs are repeatable.

import { setImmediate } from "node:timers/promises";

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

export class VirtualTime {
  #now = 0;
  #order = 0;
  readonly #waiting: Waiting[] = [];

  now(): number {
    return this.#now;
  }

  /** Resolves after `ms` of virtual time. */
  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const item = { at: this.#now + ms, order: this.#order++, wake };
      const later = this.#waiting.findIndex((other) => other.at > item.at);
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, item);
    });
  }

  /** Runs until no timer is left. */
  async run(): Promise<void> {
    for (;;) {
      await setImmediate();
      const next = this.#waiting.shift();
      if (!next) return;
      this.#now = next.at;
      next.wake();
    }
  }
}
