// The state of the connection. Listeners are notified after a transition is complete (fields, timers, sockets), so they
// may call anything.

import type { Context } from "./context.ts";
import type { ChatState, ConnectionChange } from "./events.ts";

export type StateChange = Omit<ConnectionChange, "state" | "previous">;

export interface State {
  readonly current: ChatState;
  /**
   * Changes the state. Listeners are notified by `notify`, at the end of a transition.
   *
   * @param isStale whether the error of this change is obsolete
   */
  set(next: ChatState, change: StateChange, isStale: () => boolean): void;
  /** Emits the changes in order, then those that listeners made meanwhile. */
  notify(): void;
  /** Resolves when the state changes. */
  readonly changed: () => Promise<void>;
}

export function makeState({ emitter, log, report }: Context): State {
  let current: ChatState = "closed";
  const notifications: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  let isNotifying = false;

  return {
    get current() {
      return current;
    },
    set(next, details, isStale) {
      const { error } = details;
      if (next !== current) {
        const change = { state: next, previous: current, ...details };
        current = next;
        for (const wake of waiting.splice(0)) wake();
        notifications.push(() => {
          log(next === "offline" || error ? "warn" : "info", next, change);
          emitter.emit("connection", change);
        });
      }
      if (!error) return;
      notifications.push(() => {
        if (!isStale()) report(error);
      });
    },
    notify() {
      if (isNotifying) return;
      isNotifying = true;
      for (let next; (next = notifications.shift());) next();
      isNotifying = false;
    },
    changed: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
  };
}
