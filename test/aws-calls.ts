// A hand on every call to DynamoDB and SQS that the handlers of this process make: counts them, and makes some of them fail.

import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Table } from "../lambdas/store/table.ts";

/** How a call fails: before it takes effect, after, or not at all although the SDK had to repeat it. */
export type Fault = "before" | "after" | "repeated";

export interface Call {
  readonly name: string;
  /** How many calls had to end, one after another, before this one was made. */
  readonly depth: number;
  readonly capacity: { readonly read: number; readonly write: number };
}

export interface AwsCalls {
  /** Runs something and returns the calls it made, in the order in which they began. */
  during(run: () => Promise<unknown>): Promise<Call[]>;
  /** How many calls the present run has made by now. */
  made(): number;
  /** How many calls had to end, one after another, for what has ended by now. */
  depth(): number;
  /** Makes the `n`th call from now on fail, once. */
  failAt(n: number, fault: Fault): void;
  /** Holds every call of a command back until then, to show what does not wait for it. */
  holdBack(name: string, until: Promise<unknown>): void;
  /** Whether the call of the last `failAt` was reached. */
  failed(): boolean;
}

/** What AWS answers when it is at fault itself: the SDK has given up repeating by the time it is thrown. */
class InternalServerError extends Error {
  override readonly name = "InternalServerError";
  readonly $metadata = { httpStatusCode: 500 };
}

interface Capacity {
  readonly CapacityUnits?: number;
}

const WRITES = new Set([
  "PutItemCommand",
  "UpdateItemCommand",
  "DeleteItemCommand",
  "BatchWriteItemCommand",
]);

/** What both clients have in common here; the types of their stacks name each service's own commands. */
interface MiddlewareStack {
  add(middleware: Middleware, options: object): void;
}
type Handler = (args: { input: object }) => Promise<{ output: object }>;
type Middleware = (next: Handler, context: { commandName?: string }) => Handler;

/** Puts the hand on. */
export function awsCalls(table: Table, queue?: SQSClient): AwsCalls {
  let calls: Call[] = [];
  let deepest = 0;
  let fault: Fault | undefined;
  let countdown = 0;
  const held = new Map<string, Promise<unknown>>();

  const hand =
    (report: object): Middleware =>
    (next, context) =>
    async (args) => {
      const name = String(context.commandName);
      const depth = deepest + 1;
      const index = calls.push({ name, depth, capacity: { read: 0, write: 0 } }) - 1;
      await held.get(name);
      const input = { ...args.input, ...report };
      const struck = countdown > 0 && --countdown === 0 ? fault : undefined;
      if (struck === "before")
        throw new InternalServerError("Injected before the call took effect.");
      if (struck === "repeated") await next({ ...args, input });

      try {
        const result = await next({ ...args, input });
        calls[index] = { name, depth, capacity: capacityOf(name, result.output) };
        return result;
      } finally {
        deepest = Math.max(deepest, depth);
        // Also where the answer was that a condition does not hold: it is not heard either.
        if (struck === "after")
          throw new InternalServerError("Injected after the call took effect.");
      }
    };
  const on = ({ middlewareStack }: { middlewareStack: unknown }, report: object) => {
    const options = { step: "initialize", name: "awsCalls", priority: "high" };
    (middlewareStack as MiddlewareStack).add(hand(report), options);
  };
  on(table.client, { ReturnConsumedCapacity: "TOTAL" });
  if (queue) on(queue, {});

  return {
    async during(run) {
      calls = [];
      deepest = 0;
      await run();
      return calls;
    },
    made: () => calls.length,
    depth: () => deepest,
    failAt(n, kind) {
      countdown = n;
      fault = kind;
    },
    holdBack(name, until) {
      held.set(name, until);
      void until.finally(() => held.delete(name));
    },
    failed: () => countdown === 0,
  };
}

function capacityOf(name: string, output: object): Call["capacity"] {
  const { ConsumedCapacity } = output as { ConsumedCapacity?: Capacity | Capacity[] };
  const units = [ConsumedCapacity ?? []]
    .flat()
    .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  return WRITES.has(name) ? { read: 0, write: units } : { read: units, write: 0 };
}
