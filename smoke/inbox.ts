// A connection's received frames that no caller has consumed yet, and the pending waits for further frames.

import type { Frame } from "./frame.ts";

interface Waiter {
  readonly wants: (frame: Frame) => boolean;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
  readonly timeout: NodeJS.Timeout;
}

/** A queue of frames in the order of arrival. Each frame is consumed once. */
export class Inbox {
  readonly #patienceMs: number;
  #frames: Frame[] = [];
  #waiters: Waiter[] = [];
  #end: string | undefined;

  /** `patienceMs`: the time in ms after which `take` rejects. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Passes the frame to the oldest wait that matches it, or stores it. */
  put(frame: Frame): void {
    const waiter = this.#waiters.find(({ wants }) => wants(frame));
    if (!waiter) {
      this.#frames.push(frame);
      return;
    }
    this.#drop(waiter);
    waiter.resolve(frame);
  }

  /** Removes the first matching frame and resolves to it. Rejects if none arrives in time, or after `close`. */
  take(wants: (frame: Frame) => boolean): Promise<Frame> {
    const frame = this.#frames.find(wants);
    if (frame) {
      this.#frames = this.#frames.filter((other) => other !== frame);
      return Promise.resolve(frame);
    }
    if (this.#end !== undefined) return Promise.reject(new Error(this.#end));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        wants,
        resolve,
        reject,
        timeout: setTimeout(() => {
          this.#drop(waiter);
          reject(
            new Error(`No such frame in ${this.#patienceMs} ms, but ${this.#frames.length} others`),
          );
        }, this.#patienceMs),
      };
      this.#waiters.push(waiter);
    });
  }

  /** The stored frames, without removing them. */
  rest(): Frame[] {
    return [...this.#frames];
  }

  /** Rejects pending and later waits with `reason`. Frames that are already stored can still be taken. */
  close(reason: string): void {
    this.#end = reason;
    for (const waiter of [...this.#waiters]) {
      this.#drop(waiter);
      waiter.reject(new Error(reason));
    }
  }

  #drop(waiter: Waiter): void {
    clearTimeout(waiter.timeout);
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
  }
}
