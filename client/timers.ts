// Every timer of one chat, so that closing it leaves none behind.

export interface Timers {
  /**
   * Calls `run` once after `ms`, at once if that is over already, never if it is `Infinity`; `stopped` instead if the chat is closed before. Returns what
   * cancels it.
   */
  after(ms: number, run: () => void, stopped?: () => void): () => void;
  /** Resolves after `ms`, or when the chat is closed. */
  sleep(ms: number): Promise<void>;
  /** Stops those that are there, not those that are set meanwhile. */
  stopAll(): void;
}

/** The longest that a platform's timer can be set for: beyond, it fires at once. */
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
