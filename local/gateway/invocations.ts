// Invokes handlers as Lambda does: concurrently, each with its own copy of its event, and with a time limit.
import { randomUUID } from "node:crypto";
import type { Handler } from "./handler.ts";
import type { Timers } from "./timers.ts";

/** The result of an invocation, within the time limit. Returned values have been through JSON. */
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

  /** How many are running, including those that have timed out. */
  get running(): number {
    return this.#running.size;
  }

  /**
   * Resolves when no invocation is running any more, including `$disconnect` and those that timed out. A frame that has
   * not arrived yet is no invocation.
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

  /** Never rejects. A handler that times out runs on, as on AWS, and its answer is dropped. */
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

/** The value after JSON; null for nothing. Throws if JSON cannot represent it (a cycle, a BigInt). */
function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as unknown);
}
