// Runs handlers as Lambda would: each with its own copy of its event, all at once, none longer awaited than allowed.
import { randomUUID } from "node:crypto";
import type { Handler } from "./handler.ts";
import type { Timers } from "./timers.ts";

/** How an invocation went, as far as the gateway waited. What was returned has been through JSON. */
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

  /** How many run now, those included that the gateway no longer waits for. */
  get running(): number {
    return this.#running.size;
  }

  /**
   * Resolves when no invocation runs any more, `$disconnect` and those past their time limit included. A frame that is
   * still on its way to the gateway is no invocation yet.
   */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Counts work among the invocations that is more than one handler's, such as a whole handshake. */
  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
    return tracked;
  }

  /** Never rejects. A handler that is too late runs on, as on AWS, and its answer is dropped. */
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

/** What is left of a value on the wire; null for nothing. Throws on what JSON cannot hold (a cycle, a BigInt). */
function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as unknown);
}
