// A semaphore that limits concurrent tasks, but does not let a task that hangs block the others.

import pLimit from "p-limit";

/** Begins a task when a permit is free, and resolves to its result. Calls `onYield` if the task loses its permit. */
export type Permits = <T>(task: () => Promise<T>, onYield?: () => void) => Promise<T>;

/** `count` permits. A task that takes longer than `yieldMs` continues without its permit. */
export function permits(count: number, yieldMs: number): Permits {
  const limit = pLimit(count);
  return async (task, onYield) => {
    // Wrapped in an object, because the limit would await a bare promise.
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
