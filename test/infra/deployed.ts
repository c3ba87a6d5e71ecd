// A deployment on this machine: the bundles that `cdk synth` wrote, each in a process of its own, behind the local
// gateway. Their variables are those of the template, and no others but Lambda's own.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { accountOf } from "../../bin/server/environment.ts";
import { AUTHORIZER_FILE, FAN_OUT, ROUTES } from "../../lambdas/routes.ts";
import { ENVIRONMENT, FAN_OUT_QUEUE, UPLOADED } from "../../lambdas/names.ts";
import { tableDefinition } from "../../lambdas/store/schema.ts";
import { startDatabase } from "../../local/database.ts";
import { startEventSource } from "../../local/event-source.ts";
import { ensureFifoQueue } from "../../local/fifo-queue.ts";
import { startGateway, type Handler } from "../../local/gateway/gateway.ts";
import { openIssuer } from "../../local/issuer.ts";
import { startQueueService } from "../../local/queue.ts";
import { openStorage } from "../../local/storage/storage.ts";
import { ensureTable } from "../../local/table.ts";
import type { Bundle } from "./assembly.ts";
import { lambdaProcess, type LambdaProcess } from "./lambda-process.ts";

const TABLE = "deployed";
const AUDIENCE = "deployed-client";
const BUCKET = "deployed-files";

/** What Lambda sets besides, and where DynamoDB and SQS are when they are not AWS's. */
const ofLambda = (dynamodb: string, sqs: string) => ({
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  [ENVIRONMENT.dynamodbEndpoint]: dynamodb,
  [ENVIRONMENT.sqsEndpoint]: sqs,
});

export interface Deployed {
  readonly url: string;
  token(userId: string): Promise<string>;
  close(): Promise<void>;
}

/** `more` are variables that are to differ from the template's. */
export async function deploy(
  bundles: ReadonlyMap<string, Bundle>,
  more: Readonly<Record<string, string>> = {},
): Promise<Deployed> {
  const processes = new Map<string, LambdaProcess>();
  const invoke =
    (file: string): Handler =>
    (event, context) =>
      processes.get(file)?.handler(event, context);
  const database = await startDatabase({});
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const client = new DynamoDBClient({
    endpoint: database.endpoint,
    region: "us-east-1",
    credentials,
  });
  await ensureTable(client, tableDefinition(TABLE));
  client.destroy();
  const sqs = await startQueueService();
  const sqsClient = new SQSClient({ endpoint: sqs.endpoint, region: "eu-central-1", credentials });
  const queue = await ensureFifoQueue(sqsClient, FAN_OUT_QUEUE);
  const account = accountOf(ofLambda("", ""));
  const storage = await openStorage({ bucket: BUCKET, account, unnamed: UPLOADED });
  const gateway = await startGateway({
    routes: Object.fromEntries(
      ROUTES.map(({ key, file, twoWay }) => [key, { handler: invoke(file), twoWay }]),
    ),
    authorizer: invoke(AUTHORIZER_FILE),
    account,
    http: async (request, response) => {
      if (await issuer.handle(request, response)) return;
      if (!(await storage.handle(request, response))) response.writeHead(404).end();
    },
  });
  const issuer = await openIssuer({
    issuer: `http://localhost:${gateway.port}`,
    audience: AUDIENCE,
  });
  // What the references of the template come to here.
  const values: Readonly<Record<string, string>> = {
    [ENVIRONMENT.tableName]: TABLE,
    [ENVIRONMENT.fanOutQueueUrl]: queue.url,
    [ENVIRONMENT.filesBucket]: BUCKET,
    [ENVIRONMENT.filesUrl]: `http://localhost:${gateway.port}/${BUCKET}`,
    ...more,
    [ENVIRONMENT.connectionsEndpoint]: gateway.endpoint,
    [ENVIRONMENT.issuer]: `http://localhost:${gateway.port}`,
    [ENVIRONMENT.audience]: AUDIENCE,
    [ENVIRONMENT.jwksUri]: `http://localhost:${gateway.port}/.well-known/jwks.json`,
  };
  for (const [file, bundle] of bundles) {
    const own = Object.entries(bundle.environment).map(([name, value]) => [
      name,
      values[name] ?? value,
    ]);
    const variables = Object.fromEntries(own) as Record<string, string>;
    processes.set(
      file,
      lambdaProcess(bundle, { ...ofLambda(database.endpoint, sqs.endpoint), ...variables }),
    );
  }
  const fanOut = startEventSource({
    client: sqsClient,
    queue,
    handler: invoke(FAN_OUT.file),
    functionName: FAN_OUT.file,
    timeoutMs: FAN_OUT_QUEUE.timeoutSeconds * 1_000,
    concurrency: 2,
  });
  return {
    url: gateway.url,
    token: (userId) => issuer.sign(userId),
    async close() {
      await gateway.close();
      await fanOut.close();
      await sqs.close();
      await storage.close();
      sqsClient.destroy();
      for (const lambda of processes.values()) lambda.close();
      await database.close();
    },
  };
}
