// Every timer of one chat, so that closing it leaves none behind.

import { ChatError } from "./errors.ts";

export const closedError = (): ChatError =>
  new ChatError("CLOSED", "The chat was closed before the answer.", { retryable: false });

export class Timers {
  readonly #running = new Map<object, () => void>();

  /** Calls `run` once after `ms`; `stopped` instead if the chat is closed before. Returns what cancels it. */
  after(ms: number, run: () => void, stopped?: () => void): () => void {
    const key = {};
    const timeout = setTimeout(() => {
      this.#running.delete(key);
      run();
    }, ms);
    const cancel = (): void => {
      clearTimeout(timeout);
      this.#running.delete(key);
    };
    this.#running.set(key, () => {
      cancel();
      stopped?.();
    });
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
    for (const stop of [...this.#running.values()]) stop();
  }
}
