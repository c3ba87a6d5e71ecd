// Holds the page's own state, and combines it with the store's.

import type { ChatStore } from "../../client/store/index.ts";
import type { Person } from "../person.ts";
import type { PageState, State } from "./state.ts";

export interface Page {
  readonly state: State;
  /** The state that was shown last. */
  readonly shown: State;
  readonly update: (change: Partial<PageState>) => void;
  /** Stops calling `show`. */
  readonly end: () => void;
}

/** @param show is called in a microtask after a change, once for all changes of a task */
export function makePage(me: Person, store: ChatStore, show: (state: State) => void): Page {
  let own: PageState = {
    me,
    conversation: undefined,
    notice: undefined,
    announcements: [],
    notifications: "off",
    muted: new Set(),
    now: Date.now(),
  };
  let isDue = false;
  const stateNow = (): State => ({
    ...own,
    connection: store.connection.get().state,
    list: store.rooms.get(),
    unread: store.unread.get(),
    names: store.names.get(),
  });
  let shown = stateNow();
  const touch = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      shown = stateNow();
      show(shown);
    });
  };
  const stops = [store.connection, store.rooms, store.unread, store.names].map(({ subscribe }) =>
    subscribe(touch),
  );

  return {
    get state() {
      return stateNow();
    },
    get shown() {
      return shown;
    },
    update(change) {
      own = { ...own, ...change };
      touch();
    },
    end() {
      for (const stop of stops) stop();
    },
  };
}
