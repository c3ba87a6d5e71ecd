// Holds the state, and tells those who show it.

import type { Happening } from "./happening.ts";
import { reduce } from "./reduce.ts";
import type { State } from "./state.ts";

export interface Store {
  readonly state: State;
  readonly dispatch: (happening: Happening) => void;
}

/** @param onChange is called soon after a change, once for all that happened in the same turn */
export function makeStore(first: State, onChange: (state: State) => void): Store {
  let state = first;
  let isDue = false;
  return {
    get state() {
      return state;
    },
    dispatch(happening) {
      state = reduce(state, happening);
      if (isDue) return;
      isDue = true;
      queueMicrotask(() => {
        isDue = false;
        onChange(state);
      });
    },
  };
}
