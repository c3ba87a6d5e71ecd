// What every part of one chat has in common.

import type { ChatEvents, Timing } from "./api.ts";
import { Emitter } from "./emitter.ts";
import type { ChatError } from "./errors.ts";
import { Timers } from "./timers.ts";
import { API_GATEWAY } from "./timing.ts";

export interface Surroundings {
  readonly timing: Timing;
  readonly timers: Timers;
  readonly emitter: Emitter<ChatEvents>;
  /** Tells of an error that has no caller to be told. */
  readonly report: (error: unknown) => void;
}

export function makeSurroundings(timing: Partial<Timing> | undefined): Surroundings {
  const emitter = new Emitter<ChatEvents>();
  return {
    ...{ emitter, timing: { ...API_GATEWAY, ...timing }, timers: new Timers() },
    report(error) {
      // Whoever closes the chat knows.
      if ((error as ChatError).code !== "CLOSED") emitter.emit("error", error as ChatError);
    },
  };
}
