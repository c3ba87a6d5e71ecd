// Every timer of one chat, so that closing it leaves none behind.

import { ChatError } from "./errors.ts";

export const closedError = (): ChatError =>
  new ChatError("CLOSED", "The chat was closed.", { retryable: false });

export class Timers {
  readonly #running = new Set<() => void>();

  /** Calls `run` once after `ms`, at once if that is over already; `stopped` instead if the chat is closed before. Returns what cancels it. */
  after(ms: number, run: () => void, stopped?: () => void): () => void {
    const timeout = setTimeout(
      () => {
        cancel();
        run();
      },
      Math.max(0, ms),
    );
    const stop = (): void => {
      cancel();
      stopped?.();
    };
    const cancel = (): void => {
      clearTimeout(timeout);
      this.#running.delete(stop);
    };
    this.#running.add(stop);
    return cancel;
  }

  /** @throws ChatError `CLOSED` if the chat is closed before. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.after(ms, resolve, () => {
        reject(closedError());
      });
    });
  }

  stopAll(): void {
    for (const stop of this.#running) stop();
  }
}
