// A seeded scheduler: lets the waiting calls take effect one at a time. Their order and their fates depend only on the
// seed, so a failed run can be repeated.

import { setImmediate } from "node:timers/promises";
import type { Fate, Turn } from "./memory-store.ts";

/** Returns a generator of numbers in [0, 1) that depend only on the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Scheduler {
  readonly turn: Turn;
  /** Runs until every task has ended. */
  run(tasks: readonly Promise<unknown>[]): Promise<void>;
}

/** `fate` is called for each call at its turn. */
export function scheduler(random: () => number, fate: (call: string) => Fate): Scheduler {
  const waiting: (() => void)[] = [];
  return {
    turn: (call) =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve(fate(call));
        });
      }),
    async run(tasks) {
      let running = tasks.length;
      const ended = tasks.map((task) =>
        task.finally(() => {
          running -= 1;
        }),
      );
      const settled = Promise.allSettled(ended);
      while (running > 0) {
        await setImmediate();
        const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
        next?.();
      }
      await settled;
    },
  };
}
