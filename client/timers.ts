// All timers of one chat, so that closing it leaves none running.

export interface Timers {
  /**
   * Calls `run` once after `ms`: at once if `ms` is not positive, never if it is `Infinity`. Calls `stopped` instead if
   * the chat is closed before. Returns a function that cancels it.
   */
  after(ms: number, run: () => void, stopped?: () => void): () => void;
  /** Resolves after `ms`, or when the chat is closed. */
  sleep(ms: number): Promise<void>;
  /** Stops all present timers, not those that `stopped` callbacks set. */
  stopAll(): void;
}

/** The maximum delay of a platform timer: a longer one fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

export function makeTimers(): Timers {
  const running = new Set<() => void>();
  const timers: Timers = {
    after(ms, run, stopped) {
      let timeout: ReturnType<typeof setTimeout>;
      const arm = (left: number): void => {
        timeout = setTimeout(
          () => {
            if (left > LONGEST_MS) arm(left - LONGEST_MS);
            else {
              cancel();
              run();
            }
          },
          Math.max(0, Math.min(left, LONGEST_MS)),
        );
      };
      const cancel = (): void => {
        clearTimeout(timeout);
        running.delete(stop);
      };
      const stop = (): void => {
        cancel();
        stopped?.();
      };
      arm(ms);
      running.add(stop);
      return cancel;
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        timers.after(ms, resolve, resolve);
      }),
    stopAll() {
      for (const stop of [...running]) stop();
    },
  };
  return timers;
}
