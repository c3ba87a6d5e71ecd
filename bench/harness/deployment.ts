// A deployment on this machine: each bundle in its own process, behind the local gateway. The processes have only the
// variables of the template and Lambda's own. A proxy counts every call to AWS, and can delay it.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { accountOf } from "../../dev-server/aws/environment.ts";
import { ENVIRONMENT, FAN_OUT_QUEUE, UPLOADED } from "../../lambdas/names.ts";
import { AUTHORIZER_FILE, FAN_OUT, ROUTES, type Route } from "../../lambdas/routes.ts";
import { tableDefinition } from "../../lambdas/store/schema.ts";
import { startDatabase } from "../../local/database.ts";
import { startEventSource } from "../../local/event-source.ts";
import { ensureFifoQueue } from "../../local/fifo-queue.ts";
import { startGateway } from "../../local/gateway/gateway.ts";
import { openIssuer } from "../../local/issuer.ts";
import { startQueueService } from "../../local/queue.ts";
import { openStorage } from "../../local/storage/storage.ts";
import { ensureTable } from "../../local/table.ts";
import type { Bundles } from "./bundles.ts";
import { connect, type Client } from "./client.ts";
import { connectionsProxy, databaseProxy, NO_DELAYS, queueProxy, type Delays } from "./proxies.ts";
import type { LambdaOptions } from "./lambda-process.ts";
import { Lambdas, type Invocation } from "./lambdas.ts";
import { Ledger, type Call } from "./ledger.ts";

export const TABLE = "deployed";
const AUDIENCE = "deployed-client";
const BUCKET = "deployed-files";

/** Variables that Lambda sets. */
const OF_LAMBDA = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** The client settings for the local services, which accept any credentials. */
const CLIENT = {
  region: OF_LAMBDA.AWS_REGION,
  credentials: { accessKeyId: "key", secretAccessKey: "secret" },
};

export interface DeploymentOptions extends LambdaOptions {
  readonly bundles: Bundles;
  /** Default: Parley's. Routes without a bundle are omitted. */
  readonly routes?: readonly Pick<Route, "key" | "file" | "twoWay">[];
  /** Variables that differ from the template's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The folder of an existing database. Default: a database in memory. */
  readonly databaseFolder?: string;
}

/** The calls, invocations and CPU time that a function caused. */
export interface Measured {
  readonly calls: readonly Call[];
  readonly invocations: readonly Invocation[];
  /** The user and system time of all Lambdas, in microseconds. */
  readonly cpu: number;
}

export interface Deployment {
  readonly url: string;
  /** The endpoint of the database itself, without the counting proxy. */
  readonly databaseEndpoint: string;
  /** Runs a function while calls are delayed. */
  delayed<T>(delays: Delays, run: () => Promise<T>): Promise<T>;
  /** Ids of connections without a client: posts to them are answered with 200. */
  readonly simulated: Set<string>;
  token(userId: string): Promise<string>;
  /** Connects a user; `query` goes into the URL. */
  connect(userId: string, query?: Readonly<Record<string, string>>): Promise<Client>;
  /** Resolves once no invocation is running and the fan-out queue is empty. */
  settled(): Promise<void>;
  /** Ends the Lambdas' processes: the next invocation of each is a cold start. */
  cool(): void;
  /** Runs a function and returns its cost, including everything that follows from it. */
  measure(run: () => Promise<unknown>): Promise<Measured>;
  close(): Promise<void>;
}

export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const { bundles, routes = ROUTES, variables = {}, databaseFolder } = options;
  const ledger = new Ledger();
  const delays = { ...NO_DELAYS };
  const simulated = new Set<string>();

  const database = await startDatabase(
    databaseFolder === undefined ? {} : { path: databaseFolder },
  );
  const client = new DynamoDBClient({ endpoint: database.endpoint, ...CLIENT });
  await ensureTable(client, tableDefinition(TABLE));
  client.destroy();
  const sqs = await startQueueService();
  const sqsClient = new SQSClient({ endpoint: sqs.endpoint, ...CLIENT });
  const queue = await ensureFifoQueue(sqsClient, FAN_OUT_QUEUE);
  const account = accountOf(OF_LAMBDA);
  const storage = await openStorage({ bucket: BUCKET, account, unnamed: UPLOADED });

  const lambdas = new Lambdas(bundles, ledger, options);
  const gateway = await startGateway({
    routes: Object.fromEntries(
      routes
        .filter(({ file }) => bundles.has(file))
        .map(({ key, file, twoWay }) => [key, { handler: lambdas.handlerOf(file), twoWay }]),
    ),
    authorizer: lambdas.handlerOf(AUTHORIZER_FILE),
    account,
    http: async (request, response) => {
      if (await issuer.handle(request, response)) return;
      if (!(await storage.handle(request, response))) response.writeHead(404).end();
    },
    // Slow designs may exceed AWS's time limit, so that they can be measured.
    limits: { integrationMs: 600_000 },
  });
  const httpUrl = `http://localhost:${gateway.port}`;
  const issuer = await openIssuer({ issuer: httpUrl, audience: AUDIENCE });
  const proxies = {
    database: await databaseProxy(database.endpoint, ledger, delays),
    queue: await queueProxy(sqs.endpoint, ledger, delays),
    connections: await connectionsProxy(httpUrl, { ledger, delays, simulated }),
  };
  lambdas.setVariables({
    ...OF_LAMBDA,
    [ENVIRONMENT.dynamodbEndpoint]: proxies.database.endpoint,
    [ENVIRONMENT.sqsEndpoint]: proxies.queue.endpoint,
    // The local values of the template's references.
    [ENVIRONMENT.tableName]: TABLE,
    [ENVIRONMENT.fanOutQueueUrl]: queue.url,
    [ENVIRONMENT.filesBucket]: BUCKET,
    [ENVIRONMENT.filesUrl]: `${httpUrl}/${BUCKET}`,
    ...variables,
    [ENVIRONMENT.connectionsEndpoint]: `${proxies.connections.endpoint}/local`,
    [ENVIRONMENT.issuer]: httpUrl,
    [ENVIRONMENT.audience]: AUDIENCE,
    [ENVIRONMENT.jwksUri]: `${httpUrl}/.well-known/jwks.json`,
  });
  const fanOut = startEventSource({
    client: sqsClient,
    queue,
    handler: lambdas.handlerOf(FAN_OUT.file),
    functionName: FAN_OUT.file,
    timeoutMs: FAN_OUT_QUEUE.timeoutSeconds * 1_000,
    // Sequential, so that waiting times are not counted twice.
    concurrency: 1,
  });

  const token = (userId: string) => issuer.sign(userId);
  const settled = async () => {
    await gateway.invocations.settled();
    if (!ledger.calls.some(({ service }) => service === "sqs")) return;
    await fanOut.settled();
    await gateway.invocations.settled();
  };
  return {
    url: gateway.url,
    databaseEndpoint: database.endpoint,
    async delayed(during, run) {
      Object.assign(delays, during);
      try {
        return await run();
      } finally {
        Object.assign(delays, NO_DELAYS);
      }
    },
    simulated,
    token,
    async connect(userId, query = {}) {
      const search = new URLSearchParams({ ...query, token: await token(userId) });
      return await connect(`${gateway.url}?${search.toString()}`, userId);
    },
    settled,
    cool() {
      lambdas.close();
    },
    async measure(run) {
      await settled();
      const before = await lambdas.cpuUsed();
      ledger.reset();
      lambdas.reset();
      await run();
      await settled();
      const { calls } = ledger;
      return { calls, invocations: lambdas.invocations, cpu: (await lambdas.cpuUsed()) - before };
    },
    async close() {
      // Hundreds of `$disconnect` take longer than the gateway's grace period.
      await settled();
      await gateway.close();
      await fanOut.close();
      await sqs.close();
      await storage.close();
      sqsClient.destroy();
      lambdas.close();
      for (const proxy of Object.values(proxies)) await proxy.close();
      await database.close();
    },
  };
}
