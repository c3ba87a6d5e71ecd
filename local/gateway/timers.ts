// All timers of one gateway, so that closing it leaves none running.

export interface Timer {
  /** Restarts the timer from zero. Has no effect once it has fired or stopped. */
  restart(): void;
  stop(): void;
}

// Node fires a longer timeout at once.
const longestTimeout = 2 ** 31 - 1;

export class Timers {
  readonly #running = new Set<NodeJS.Timeout>();
  #stopped = false;

  /** Calls `fire` once after `ms`, but not after `stopAll`, and never if `ms` is over 24 days (`Infinity` is fine). */
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

  /** Stops all timers, including those that are started later. */
  stopAll(): void {
    this.#stopped = true;
    for (const timeout of this.#running) clearTimeout(timeout);
    this.#running.clear();
  }
}
