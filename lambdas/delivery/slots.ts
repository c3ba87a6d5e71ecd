// Slots for tasks that wait for others: so many at once, but one that hangs takes nobody's turn.

import pLimit from "p-limit";

/** Begins a task when a slot is free, and gives what it comes to. `onYield` is called if it gives up its slot. */
export type Slots = <T>(task: () => Promise<T>, onYield?: () => void) => Promise<T>;

/** `count` slots. A task that takes longer than `yieldMs` goes on without its slot. */
export function slots(count: number, yieldMs: number): Slots {
  const limit = pLimit(count);
  return async (task, onYield) => {
    // In an object: returned as it is, the limit would wait for it.
    const begun = await limit(async () => {
      const running = task();
      if (await isSlow(running, yieldMs)) onYield?.();
      return { running };
    });
    return await begun.running;
  };
}

async function isSlow(running: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, true);
  });
  const ended = running.then(
    () => false,
    () => false,
  );
  const slow = await Promise.race([ended, late]);
  clearTimeout(timer);
  return slow;
}
