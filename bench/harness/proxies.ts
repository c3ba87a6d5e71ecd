// Proxies in front of DynamoDB, SQS and @connections that record each call in a ledger, and can delay it.

import { setTimeout as pause } from "node:timers/promises";
import { CALL_MS, type Ledger, type Units } from "./ledger.ts";
import { startProxy, type Proxy } from "./proxy.ts";

/** The delay of each call before it is forwarded, in milliseconds. */
export interface Delays {
  readonly database: number;
  readonly post: number;
}

export const NO_DELAYS: Delays = { database: 0, post: 0 };
/** The approximate duration of the calls on AWS. */
export const AWS_DELAYS: Delays = { database: CALL_MS.dynamodb, post: CALL_MS.post };

interface Consumed {
  readonly CapacityUnits?: number;
}

const WRITES = /^(Put|Update|Delete|BatchWrite)/;

/** Starts a proxy in front of DynamoDB, which also requests each call's consumed capacity. */
export const databaseProxy = (origin: string, ledger: Ledger, delays: Delays): Promise<Proxy> =>
  startProxy(origin, async ({ headers, body }, forward) => {
    const operation = operationOf(headers);
    const ended = ledger.begin("dynamodb", operation);
    if (delays.database > 0) await pause(delays.database);
    const input = JSON.parse(body.toString()) as object;
    const answer = await forward(JSON.stringify({ ...input, ReturnConsumedCapacity: "TOTAL" }));
    ended(unitsOf(operation, answer.body));
    return answer;
  });

/** Starts a proxy in front of SQS. */
export const queueProxy = (origin: string, ledger: Ledger, delays: Delays): Promise<Proxy> =>
  startProxy(origin, async ({ headers }, forward) => {
    const ended = ledger.begin("sqs", operationOf(headers));
    if (delays.database > 0) await pause(delays.database);
    const answer = await forward();
    ended();
    return answer;
  });

const CONNECTION = /\/(?:@|%40)connections\/([^/?]+)$/;

/** Starts a proxy in front of a gateway. It answers posts to `simulated` connections itself: they have no client. */
export const connectionsProxy = (
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

/** Returns the capacity that a response reports. A write whose condition fails reports none, although AWS bills it. */
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
