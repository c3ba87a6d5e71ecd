// A deployment on this machine: bundles, each in a process of its own, behind the local gateway. Their variables are those
// of the template, and no others but Lambda's own. Every call to AWS passes a proxy that counts it, and can hold it.

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
import { connectionsFront, databaseFront, queueFront, type Delays } from "./fronts.ts";
import type { LambdaOptions } from "./lambda-process.ts";
import { Lambdas, type Invocation } from "./lambdas.ts";
import { Ledger, type Call } from "./ledger.ts";

export const TABLE = "deployed";
const AUDIENCE = "deployed-client";
const BUCKET = "deployed-files";

/** What Lambda sets besides. */
const OF_LAMBDA = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** For the services of this machine, which take any. */
const CLIENT = {
  region: OF_LAMBDA.AWS_REGION,
  credentials: { accessKeyId: "key", secretAccessKey: "secret" },
};

export interface DeploymentOptions extends LambdaOptions {
  readonly bundles: Bundles;
  /** Default: Parley's. Those without a bundle are left out. */
  readonly routes?: readonly Pick<Route, "key" | "file" | "twoWay">[];
  /** Variables that are to differ from the template's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A folder with a database in it, in place of one in memory. */
  readonly databaseFolder?: string;
}

/** What something took. */
export interface Measured {
  readonly calls: readonly Call[];
  readonly invocations: readonly Invocation[];
  /** Microseconds of user and system time, of all Lambdas. */
  readonly cpu: number;
}

export interface Deployment {
  readonly url: string;
  /** Of the database itself, where nothing is counted. */
  readonly databaseEndpoint: string;
  readonly delays: Delays;
  /** Ids of connections with nobody at the other end: posts to them are answered with 200. */
  readonly simulated: Set<string>;
  token(userId: string): Promise<string>;
  /** Connects a user; `query` goes into the URL. */
  connect(userId: string, query?: Readonly<Record<string, string>>): Promise<Client>;
  /** Resolves once nothing runs any more. */
  settled(): Promise<void>;
  /** Ends the Lambdas' processes: the next invocation of each is a cold start. */
  cool(): void;
  /** Runs something and says what it took, all that follows of it included. */
  measure(run: () => Promise<unknown>): Promise<Measured>;
  close(): Promise<void>;
}

export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const { bundles, routes = ROUTES, variables = {}, databaseFolder } = options;
  const ledger = new Ledger();
  const delays: Delays = { database: 0, post: 0 };
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
    // A design may take longer than AWS lets it, to be seen.
    limits: { integrationMs: 600_000 },
  });
  const httpUrl = `http://localhost:${gateway.port}`;
  const issuer = await openIssuer({ issuer: httpUrl, audience: AUDIENCE });
  const fronts = {
    database: await databaseFront(database.endpoint, ledger, delays),
    queue: await queueFront(sqs.endpoint, ledger, delays),
    connections: await connectionsFront(httpUrl, { ledger, delays, simulated }),
  };
  lambdas.setVariables({
    ...OF_LAMBDA,
    [ENVIRONMENT.dynamodbEndpoint]: fronts.database.endpoint,
    [ENVIRONMENT.sqsEndpoint]: fronts.queue.endpoint,
    // What the references of the template come to here.
    [ENVIRONMENT.tableName]: TABLE,
    [ENVIRONMENT.fanOutQueueUrl]: queue.url,
    [ENVIRONMENT.filesBucket]: BUCKET,
    [ENVIRONMENT.filesUrl]: `${httpUrl}/${BUCKET}`,
    ...variables,
    [ENVIRONMENT.connectionsEndpoint]: `${fronts.connections.endpoint}/local`,
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
    // One after another, so that what one waits for is not counted as another's.
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
    delays,
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
      // Hundreds of `$disconnect` take longer than the gateway waits for at its end.
      await settled();
      await gateway.close();
      await fanOut.close();
      await sqs.close();
      await storage.close();
      sqsClient.destroy();
      lambdas.close();
      for (const front of Object.values(fronts)) await front.close();
      await database.close();
    },
  };
}
