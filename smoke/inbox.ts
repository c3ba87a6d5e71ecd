// What came on a connection and nobody has taken yet, and those who wait for more.

import type { Frame } from "./frame.ts";

interface Waiter {
  readonly wants: (frame: Frame) => boolean;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
  readonly timeout: NodeJS.Timeout;
}

/** Frames in the order of their arrival, each for one taker. */
export class Inbox {
  readonly #patienceMs: number;
  #frames: Frame[] = [];
  #waiters: Waiter[] = [];
  #end: string | undefined;

  /** `patienceMs`: how long a frame is waited for. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  put(frame: Frame): void {
    const waiter = this.#waiters.find(({ wants }) => wants(frame));
    if (!waiter) {
      this.#frames.push(frame);
      return;
    }
    this.#drop(waiter);
    waiter.resolve(frame);
  }

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

  rest(): Frame[] {
    return [...this.#frames];
  }

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
