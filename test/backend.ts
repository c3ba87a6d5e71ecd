// The whole backend in the test's process: the real handlers behind the real local gateway, on a random port, with
// dynoxide or the embedded DynamoDB. Every call to DynamoDB and SQS is intercepted.

import { startServer, type Server, type ServerOptions } from "../dev-server/server.ts";
import type { GatewayEvent } from "../local/gateway/gateway.ts";
import type { DeliveryTimes } from "../lambdas/delivery/times.ts";
import type { Database } from "../local/database.ts";
import { awsCalls, type AwsCalls } from "./aws-calls.ts";
import { noDynoxide, startDynoxide } from "./dynoxide.ts";
import { openConnection, type TestUser } from "../smoke/test-user.ts";

export interface Backend {
  readonly server: Server;
  readonly aws: AwsCalls;
  /** Connects a user. Each call opens another connection. */
  join(userId: string, firstName?: string): Promise<TestUser>;
  /** Resolves to the next event of this kind that the gateway reports. */
  observed(kind: GatewayEvent["kind"]): Promise<GatewayEvent>;
  /** Resolves once no handler is running and no fan-out is pending: all posts have been made. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface BackendOptions extends ServerOptions {
  /** Whether the test needs the embedded DynamoDB, for its folder or for the capacity units that it counts. */
  readonly embedded?: boolean;
  /** The times of the delivery that replace those on AWS. Default: long enough for a busy machine. */
  readonly deliveryTimes?: Partial<DeliveryTimes>;
}

const PATIENT_DELIVERY = { postMs: 20_000, stragglersMs: 20_000, wholeMs: 25_000 };

/** Starts a backend; in memory unless `dataDir` is given. One per test file, see `startServer`. */
export async function startBackend({
  embedded = false,
  deliveryTimes = PATIENT_DELIVERY,
  ...options
}: BackendOptions = {}): Promise<Backend> {
  process.env.LOG_LEVEL ??= "off";
  const waiting: { kind: string; resolve: (event: GatewayEvent) => void }[] = [];
  const observe = (event: GatewayEvent): void => {
    const index = waiting.findIndex(({ kind }) => kind === event.kind);
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(event);
  };
  const isGiven =
    embedded || options.dynamodbEndpoint !== undefined || options.dataDir !== undefined;
  const database = isGiven ? undefined : await otherDatabase();
  const dynamodb = database && { dynamodbEndpoint: database.endpoint };
  const server = await startServer({ observe, retryAfterSeconds: 0, ...dynamodb, ...options });
  const { table } = await import("../lambdas/runtime/user-store.ts");
  const { queue } = await import("../lambdas/runtime/queue.ts");
  const { DELIVERY } = await import("../lambdas/delivery/times.ts");
  Object.assign(DELIVERY, deliveryTimes);
  return {
    server,
    aws: awsCalls(table, queue),
    async join(userId, firstName) {
      const named = firstName === undefined ? {} : { first_name: firstName };
      const token = await server.issuer.sign(userId, named);
      return await openConnection(server.url, token, userId);
    },
    observed: (kind) =>
      new Promise((resolve) => {
        waiting.push({ kind, resolve });
      }),
    async settled() {
      await server.gateway.invocations.settled();
      await server.fanOut.settled();
      await server.gateway.invocations.settled();
    },
    async close() {
      await server.close();
      await database?.close();
    },
  };
}

/**
 * Starts dynoxide if it runs on this machine: it needs the least CPU, and the tests of `npm start`, of the page and of
 * the client cover the embedded DynamoDB. With `DYNAMODB=embedded`, every test uses the embedded one.
 */
const otherDatabase = async (): Promise<Database | undefined> =>
  process.env.DYNAMODB === "embedded" || noDynoxide !== undefined
    ? undefined
    : await startDynoxide();
