// Every timer of one gateway, so that closing it leaves none behind.

export interface Timer {
  /** Counts from the beginning again. */
  restart(): void;
  stop(): void;
}

// Node fires a longer timeout at once.
const longestTimeout = 2 ** 31 - 1;

export class Timers {
  readonly #running = new Set<NodeJS.Timeout>();
  #stopped = false;

  /** Calls `fire` once after `ms`. Never does so after `stopAll`, nor for more than 24 days (`Infinity` is fine). */
  start(ms: number, fire: () => void): Timer {
    if (this.#stopped || ms > longestTimeout) return { restart() {}, stop() {} };
    const timeout = setTimeout(() => {
      this.#running.delete(timeout);
      fire();
    }, ms);
    this.#running.add(timeout);
    return {
      restart: () => {
        if (this.#running.has(timeout)) timeout.refresh();
      },
      stop: () => {
        this.#running.delete(timeout);
        clearTimeout(timeout);
      },
    };
  }

  /** Stops what runs and whatever is started later. */
  stopAll(): void {
    this.#stopped = true;
    for (const timeout of this.#running) clearTimeout(timeout);
    this.#running.clear();
  }
}
