// Least privilege: each Lambda may do exactly what lambdas/routes.ts grants it.

import { describe, expect, test } from "vitest";
import type { FileOperation } from "../../protocol/action.ts";
import { ENVIRONMENT } from "../../lambdas/names.ts";
import { ADMIN, FAN_OUT, ROUTES, type Route } from "../../lambdas/routes.ts";
import { FULL, resourcesOf } from "./app.ts";
import { adminOf, authorizerOf, fanOutOf, lambdaOf, type Lambda } from "./wiring.ts";
import { ourLambdas } from "../../bench/harness/assembly.ts";
import { render } from "../../bench/harness/template.ts";

const resources = resourcesOf();
const table = resources.idOf("AWS::DynamoDB::GlobalTable");
const api = resources.idOf("AWS::ApiGatewayV2::Api");

/** The rights of every Lambda: it may write its own log. */
const ofEveryLambda = ({ resource }: Lambda): string[] => {
  const { LogGroup } = resource.Properties.LoggingConfig as { LogGroup: unknown };
  const log = render(LogGroup).replace(/\}$/, ".Arn}");
  return [`logs:CreateLogStream ${log}`, `logs:PutLogEvents ${log}`];
};

const queues = resources.entries("AWS::SQS::Queue");
const [queue = ""] = queues.find(([id]) => id.includes("Queue")) ?? [];

const bucket = resources.idOf("AWS::S3::Bucket");

/** The operations of S3 for each grant of files. */
const OF_FILES: Readonly<Record<FileOperation, readonly string[]>> = {
  put: ["PutObject", "PutObjectTagging"],
  get: ["GetObject"],
  keep: ["DeleteObjectTagging"],
  remove: ["DeleteObject"],
};

const connections = (method: string): string =>
  "execute-api:ManageConnections arn:${AWS::Partition}:execute-api:${AWS::Region}:" +
  `\${AWS::AccountId}:\${${api}}/dev/${method}/@connections/*`;

const granted = ({ grants }: Pick<Route, "grants">): string[] => [
  ...grants.table.map((operation) => `dynamodb:${operation} \${${table}.Arn}`),
  ...(grants.index ? [`dynamodb:Query \${${table}.Arn}/index/gsi1`] : []),
  ...(grants.post ? [connections("POST")] : []),
  ...(grants.close ? [connections("DELETE")] : []),
  ...(grants.files ?? []).flatMap((operation) =>
    OF_FILES[operation].map((action) => `s3:${action} \${${bucket}.Arn}/*`),
  ),
  ...(grants.enqueue ? [`sqs:SendMessage \${${queue}.Arn}`] : []),
];

describe.each(ROUTES.map((route) => [route.key, route] as const))(
  "the Lambda of %s",
  (key, route) => {
    const lambda = lambdaOf(resources, key);

    test("may do what its grants say", () => {
      expect(lambda.allowed).toEqual([...ofEveryLambda(lambda), ...granted(route)].sort());
    });

    test("has the addresses of what it may use", () => {
      const { [ENVIRONMENT.tableName]: tableName, [ENVIRONMENT.connectionsEndpoint]: endpoint } =
        lambda.environment;
      expect(tableName).toBe(route.grants.table.length > 0 ? `\${${table}}` : undefined);
      if (route.grants.post ?? route.grants.close) expect(endpoint).toMatch(/^https:/);
      else expect(endpoint).toBeUndefined();
      // A Lambda that enforces rate limits receives the limits, and may close the connection of a caller that floods.
      const limits = lambda.environment[ENVIRONMENT.limits];
      expect(limits === undefined).toBe(!route.grants.close);
      const queueUrl = lambda.environment[ENVIRONMENT.fanOutQueueUrl];
      expect(queueUrl).toBe(route.grants.enqueue ? `\${${queue}}` : undefined);
      const filesBucket = lambda.environment[ENVIRONMENT.filesBucket];
      expect(filesBucket).toBe(route.grants.files ? `\${${bucket}}` : undefined);
    });
  },
);

test("with events=on, exactly the Lambdas that publish events may put events on the bus", () => {
  const full = resourcesOf(FULL);
  const bus = full.idOf("AWS::Events::EventBus");
  const all: (readonly [Lambda, Pick<Route, "grants">])[] = [
    ...ROUTES.map((route) => [lambdaOf(full, route.key), route] as const),
    [fanOutOf(full), FAN_OUT],
    [adminOf(full), ADMIN],
  ];
  for (const [lambda, { grants }] of all) {
    const may = lambda.allowed.filter((each) => each.startsWith("events:"));
    expect(may).toEqual(grants.publish ? [`events:PutEvents \${${bus}.Arn}`] : []);
    const { [ENVIRONMENT.eventBusName]: name, [ENVIRONMENT.eventText]: text } = lambda.environment;
    expect([name, text]).toEqual(grants.publish ? [`\${${bus}}`, "off"] : [undefined, undefined]);
  }
  expect(resources.ofType("AWS::Events::EventBus")).toEqual([]);
});

test("only createUpload may put files, and only getDownload may read them", () => {
  const may = (operation: FileOperation) =>
    ROUTES.filter(({ grants }) => grants.files?.includes(operation)).map(({ key }) => key);
  expect(may("put")).toEqual(["createUpload"]);
  expect(may("get")).toEqual(["getDownload"]);
  expect(may("keep").sort()).toEqual(["sendMessage", "sendNewMessage"]);
  expect(may("remove")).toEqual(["deleteMessage"]);
});

test("the fan-out may do what its grants say, and receive messages from its queue", () => {
  const lambda = fanOutOf(resources);
  const receiving = ["DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map(
    (operation) => `sqs:${operation} \${${queue}.Arn}`,
  );
  expect(lambda.allowed).toEqual(
    [...ofEveryLambda(lambda), ...granted(FAN_OUT), ...receiving].sort(),
  );
});

test("the operator's Lambda may do what its grants say, and no route leads to it", () => {
  const lambda = adminOf(resources);
  expect(lambda.allowed).toEqual([...ofEveryLambda(lambda), ...granted(ADMIN)].sort());
  const permissions = resources.ofType("AWS::Lambda::Permission");
  expect(JSON.stringify(permissions)).not.toContain(lambda.id);
  expect(JSON.stringify(resources.ofType("AWS::ApiGatewayV2::Integration"))).not.toContain(
    lambda.id,
  );
});

test("the authorizer may only write its log", () => {
  const authorizer = authorizerOf(resources);
  expect(authorizer.allowed).toEqual(ofEveryLambda(authorizer).sort());
});

test("every Lambda with the table has the setting of message retention", () => {
  const full = resourcesOf(FULL);
  const lambdas = [...ROUTES.map(({ key }) => lambdaOf(full, key)), fanOutOf(full), adminOf(full)];
  for (const { allowed, environment } of lambdas) {
    const usesTable = allowed.some((each) => each.startsWith("dynamodb:"));
    const days = environment[ENVIRONMENT.messageRetentionDays];
    expect(days).toBe(usesTable ? FULL.messageRetentionDays : undefined);
  }
});

test("no two Lambdas share a role", () => {
  const roles = ourLambdas(resources).map(([, { Properties }]) => render(Properties.Role));
  expect(new Set(roles).size).toBe(ROUTES.length + 3);
});

test("every policy belongs to a Lambda that is checked here", () => {
  expect(resources.ofType("AWS::IAM::Policy")).toHaveLength(ROUTES.length + 3);
});

test("only API Gateway may invoke a Lambda, and only for its own route", () => {
  const permissions = resources.ofType("AWS::Lambda::Permission");
  expect(permissions).toHaveLength(ROUTES.length + 1);
  const prefix =
    "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:" + `\${${api}}/`;
  const suffixes = permissions.map(({ Properties }) => {
    expect(Properties).toMatchObject({
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    });
    const source = render(Properties.SourceArn);
    expect(source.startsWith(prefix)).toBe(true);
    return source.slice(prefix.length);
  });
  const authorizer = `authorizers/\${${resources.idOf("AWS::ApiGatewayV2::Authorizer")}}`;
  expect(suffixes.sort()).toEqual([...ROUTES.map(({ key }) => `*${key}`), authorizer].sort());
});
