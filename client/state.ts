// The state of the connection, and who is told of it: after a transition is complete (fields, timers, sockets), so that a
// listener may call anything.

import type { Context } from "./context.ts";
import type { ChatState, ConnectionChange } from "./events.ts";

export type StateChange = Omit<ConnectionChange, "state" | "previous">;

export interface State {
  readonly current: ChatState;
  /**
   * Changes the state. Listeners are told by `notify`, with which a transition ends.
   *
   * @param isStale whether nobody wants to know of the change's error any more
   */
  set(next: ChatState, change: StateChange, isStale: () => boolean): void;
  /** Tells of what has changed, in order; what changes meanwhile is told after. */
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
