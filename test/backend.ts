// The whole backend in this process, for tests: the real handlers behind the real local gateway, on a random port,
// with the embedded DynamoDB; and a hand on every call that goes to AWS.

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
  /** Connects a user. Each call is another connection. */
  join(userId: string, firstName?: string): Promise<TestUser>;
  /** The next thing of a kind that the gateway tells of. */
  observed(kind: GatewayEvent["kind"]): Promise<GatewayEvent>;
  /** Resolves once nothing runs any more, so that all that was to be posted has been. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface BackendOptions extends ServerOptions {
  /** Whether it needs the embedded DynamoDB: for its folder, or for the units that it counts. */
  readonly embedded?: boolean;
  /** The times of the delivery that differ from AWS's. Default: so long that no busy machine misses them. */
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
 * dynoxide where it runs: it needs the least CPU, and the embedded one is what all tests of `npm start`, of the page and of
 * the client's own are on. `DYNAMODB=embedded` puts every test on that.
 */
const otherDatabase = async (): Promise<Database | undefined> =>
  process.env.DYNAMODB === "embedded" || noDynoxide !== undefined
    ? undefined
    : await startDynoxide();
