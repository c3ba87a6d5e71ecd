// Proxies before DynamoDB, SQS and @connections that note each call in a ledger, and make it last as long as on AWS.

import { setTimeout as pause } from "node:timers/promises";
import type { Ledger, Units } from "./ledger.ts";
import { startProxy, type Proxy } from "./proxy.ts";

/** How long each call is held before it is answered, in milliseconds. May be changed at any time. */
export interface Delays {
  database: number;
  post: number;
}

interface Consumed {
  readonly CapacityUnits?: number;
}

const WRITES = /^(Put|Update|Delete|BatchWrite)/;

/** Before a DynamoDB: also asks it what each call takes. */
export const databaseFront = (origin: string, ledger: Ledger, delays: Delays): Promise<Proxy> =>
  startProxy(origin, async ({ headers, body }, forward) => {
    const operation = operationOf(headers);
    const ended = ledger.begin("dynamodb", operation);
    if (delays.database > 0) await pause(delays.database);
    const input = JSON.parse(body.toString()) as object;
    const answer = await forward(JSON.stringify({ ...input, ReturnConsumedCapacity: "TOTAL" }));
    ended(unitsOf(operation, answer.body));
    return answer;
  });

/** Before an SQS. */
export const queueFront = (origin: string, ledger: Ledger, delays: Delays): Promise<Proxy> =>
  startProxy(origin, async ({ headers }, forward) => {
    const ended = ledger.begin("sqs", operationOf(headers));
    if (delays.database > 0) await pause(delays.database);
    const answer = await forward();
    ended();
    return answer;
  });

const CONNECTION = /\/(?:@|%40)connections\/([^/?]+)$/;

/** Before a gateway. Posts to `simulated` connections are answered here, since nobody is at their other end. */
export const connectionsFront = (
  origin: string,
  { ledger, delays, simulated }: { ledger: Ledger; delays: Delays; simulated: ReadonlySet<string> },
): Promise<Proxy> =>
  startProxy(origin, async ({ path }, forward) => {
    const id = decodeURIComponent(CONNECTION.exec(path)?.[1] ?? "");
    const ended = ledger.begin("post", "PostToConnection");
    if (delays.post > 0) await pause(delays.post);
    const answer = simulated.has(id)
      ? { status: 200, headers: {}, body: Buffer.alloc(0) }
      : await forward();
    ended();
    return answer;
  });

const operationOf = (headers: Readonly<Record<string, unknown>>): string =>
  String(headers["x-amz-target"]).split(".")[1] ?? "";

/** What an answer says the call took. A write that a condition refused says nothing; AWS bills that too. */
function unitsOf(operation: string, body: Buffer): Units {
  const { ConsumedCapacity = [] } = JSON.parse(body.toString() || "{}") as {
    ConsumedCapacity?: Consumed | Consumed[];
  };
  const units = [ConsumedCapacity]
    .flat()
    .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  return WRITES.test(operation)
    ? { readUnits: 0, writeUnits: units }
    : { readUnits: units, writeUnits: 0 };
}
