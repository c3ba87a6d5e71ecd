// Invokes handlers as Lambda does: concurrently, each with its own copy of its event, and with a time limit.
import { randomUUID } from "node:crypto";
import type { Handler } from "./handler.ts";
import type { Timers } from "./timers.ts";

/** The result of an invocation. A returned value has been converted to JSON and back. */
export type Result =
  { kind: "returned"; value: unknown } | { kind: "threw"; error: unknown } | { kind: "timed out" };

export class Invocations {
  readonly #running = new Set<Promise<unknown>>();
  readonly #timeoutMs: number;
  readonly #timers: Timers;

  constructor(timeoutMs: number, timers: Timers) {
    this.#timeoutMs = timeoutMs;
    this.#timers = timers;
  }

  /** The number of running invocations, including those that have timed out. */
  get running(): number {
    return this.#running.size;
  }

  /**
   * Resolves when no invocation is running, including `$disconnect` and those that timed out. Does not wait for frames
   * that have not arrived yet.
   */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Counts work that spans several handlers, such as a handshake, as one invocation. */
  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
    return tracked;
  }

  /** Invokes a handler. Never rejects. A handler that times out runs on, as on AWS, and its response is discarded. */
  invoke(handler: Handler, functionName: string, event: unknown): Promise<Result> {
    const answer = this.track(this.#call(handler, functionName, event));
    return new Promise((resolve) => {
      const timer = this.#timers.start(this.#timeoutMs, () => {
        resolve({ kind: "timed out" });
      });
      void answer.then((result) => {
        timer.stop();
        resolve(result);
      });
    });
  }

  async #call(handler: Handler, functionName: string, event: unknown): Promise<Result> {
    const deadline = Date.now() + this.#timeoutMs;
    try {
      const response: unknown = await handler(throughJson(event), {
        awsRequestId: randomUUID(),
        functionName,
        getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      });
      return { kind: "returned", value: throughJson(response) };
    } catch (error) {
      return { kind: "threw", error };
    }
  }
}

/**
 * Converts a value to JSON and back; a value that JSON omits, such as undefined, becomes null. Throws if JSON cannot
 * represent it (a cycle, a BigInt).
 */
function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as unknown);
}
