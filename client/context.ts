// The context that all parts of a chat share: options, timers, logging and the emitter.

import { makeEmitter, type Emitter } from "./emitter.ts";
import type { ChatError } from "./errors.ts";
import type { ChatEvents } from "./events.ts";
import type { ChatOptions, LogLevel, Timing } from "./options.ts";
import { API_GATEWAY, makeBackoff } from "./policy.ts";
import { makeTimers, type Timers } from "./timers.ts";
import { uncaught } from "./uncaught.ts";

export interface Context {
  readonly timing: Timing;
  readonly timers: Timers;
  readonly emitter: Emitter<ChatEvents>;
  readonly backoff: (failures: number) => number;
  readonly log: (level: LogLevel, message: string, details?: unknown) => void;
  /** Emits an error that no caller receives. */
  readonly report: (error: unknown) => void;
}

/** @throws if a time is not positive */
export function makeContext({ timing: given, backoff, logger }: ChatOptions): Context {
  const timing = { ...API_GATEWAY, ...given };
  for (const [name, ms] of Object.entries(timing)) {
    if (!(ms > 0)) throw new TypeError(`timing.${name} must be a positive number.`);
  }
  const log: Context["log"] = (level, message, details) => logger?.[level]?.(message, details);
  const emitter = makeEmitter<ChatEvents>((error) => {
    if (logger?.error) log("error", "A listener has thrown.", error);
    else uncaught(error);
  });
  return {
    emitter,
    timing,
    log,
    timers: makeTimers(),
    backoff: makeBackoff(backoff),
    report(error) {
      // The application closed the chat itself.
      if ((error as ChatError).code === "CLOSED") return;
      log("error", (error as ChatError).message, error);
      emitter.emit("error", error as ChatError);
    },
  };
}
