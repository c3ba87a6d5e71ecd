// Intercepts every call to DynamoDB and SQS that the handlers of this process make: counts the calls, makes some fail.

import type { FanOutQueue } from "../lambdas/chat/fan-out-queue.ts";
import type { Table } from "../lambdas/store/table.ts";

/** The kind of a call's failure: before it takes effect, after it, or none, although the SDK had to retry the call. */
export type Fault = "before" | "after" | "repeated";

export interface Call {
  readonly name: string;
  /** Whether the call is to an index, not to the table itself. */
  readonly index?: boolean;
  /** The number of calls that had to end, one after another, before this one was made. */
  readonly depth: number;
  readonly capacity: { readonly read: number; readonly write: number };
}

export interface AwsCalls {
  /** Runs a function and returns the calls that it made, in the order in which they began. */
  during(run: () => Promise<unknown>): Promise<Call[]>;
  /** The number of calls that the present run has made so far. */
  made(): number;
  /** The number of calls that had to end, one after another, before this moment. */
  depth(): number;
  /** Makes the `n`th call from now on fail, once. */
  failAt(n: number, fault: Fault): void;
  /** Delays every call of a command until the promise resolves, to show which code does not wait for the call. */
  holdBack(name: string, until: Promise<unknown>): void;
  /** Whether the run reached the call that the last `failAt` chose. */
  failed(): boolean;
}

/** The error of a fault on AWS's side. The SDK has stopped retrying by the time it throws it. */
class InternalServerError extends Error {
  override readonly name = "InternalServerError";
  readonly $metadata = { httpStatusCode: 500 };
}

interface Capacity {
  readonly CapacityUnits?: number;
}

const FREE = { read: 0, write: 0 };

const WRITES = new Set([
  "PutItemCommand",
  "UpdateItemCommand",
  "DeleteItemCommand",
  "BatchWriteItemCommand",
]);

/** Intercepts the calls of the table's client, and of the queue if one is given. */
export function awsCalls({ client }: Table, queue?: FanOutQueue): AwsCalls {
  let calls: Call[] = [];
  let deepest = 0;
  let fault: Fault | undefined;
  let countdown = 0;
  const held = new Map<string, Promise<unknown>>();

  /** Makes a call, unless the fault that is set for it prevents that. */
  async function made<T>(
    name: string,
    call: () => Promise<T>,
    capacity: (result: T) => Call["capacity"],
    index = false,
  ) {
    const depth = deepest + 1;
    const at = calls.push({ name, index, depth, capacity: FREE }) - 1;
    await held.get(name);
    const struck = countdown > 0 && --countdown === 0 ? fault : undefined;
    if (struck === "before") throw new InternalServerError("Injected before the call took effect.");
    if (struck === "repeated") await call();
    try {
      const result = await call();
      calls[at] = { name, index, depth, capacity: capacity(result) };
      return result;
    } finally {
      deepest = Math.max(deepest, depth);
      // Also for a failed condition: the caller does not receive that answer either.
      if (struck === "after") throw new InternalServerError("Injected after the call took effect.");
    }
  }

  client.middlewareStack.add(
    (next, context) => (args) => {
      const name = String(context.commandName);
      const input = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
      const call = () => next({ ...args, input });
      const isOfIndex = "IndexName" in args.input;
      return made(name, call, ({ output }) => capacityOf(name, output), isOfIndex);
    },
    { step: "initialize", name: "awsCalls", priority: "high" },
  );
  if (queue) {
    const sendEvent = queue.sendEvent.bind(queue);
    const sendSlice = queue.sendSlice.bind(queue);
    queue.sendEvent = (event) =>
      made(
        "SendMessage",
        () => sendEvent(event),
        () => FREE,
      );
    queue.sendSlice = (slice) =>
      made(
        "SendMessage",
        () => sendSlice(slice),
        () => FREE,
      );
  }

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
