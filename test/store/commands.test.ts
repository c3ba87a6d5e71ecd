// The lean commands, compared with the AWS SDK's own: the requests and the results of answers are the same.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as lib from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import * as lean from "../../lambdas/store/commands.ts";
import { openTable, within } from "../../lambdas/store/table.ts";
import { startScriptedServer, type Received, type ScriptedServer } from "../http/server.ts";
import { signedAgain } from "../http/signed-again.ts";

const credentials = { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "session" };
vi.stubEnv("AWS_REGION", "eu-central-1");
vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
vi.stubEnv("AWS_SESSION_TOKEN", credentials.sessionToken);

let server: ScriptedServer;
let client: lib.DynamoDBDocumentClient;
let sdkClient: lib.DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startScriptedServer();
  const endpoint = `http://127.0.0.1:${server.port}`;
  ({ client } = openTable("t", endpoint));
  sdkClient = lib.DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint }), {
    marshallOptions: { removeUndefinedValues: true },
  });
});
afterAll(() => {
  server.close();
});
afterEach(() => {
  server.received.length = 0;
});

const TableName = "t";
const Key = { pk: "ROOM#1", sk: "ROOM" };
const values = {
  text: "é🎉",
  n: 12,
  yes: true,
  none: null,
  list: [1, "2"],
  map: { a: { b: -1.5 } },
};
const STORED = {
  pk: { S: "ROOM#1" },
  sk: { S: "ROOM" },
  text: { S: "é🎉" },
  n: { N: "12" },
  yes: { BOOL: true },
  none: { NULL: true },
  list: { L: [{ N: "1" }, { S: "2" }] },
  map: { M: { a: { M: { b: { N: "-1.5" } } } } },
};
const ConsumedCapacity = { TableName, CapacityUnits: 0.5 };

/** Each kind of command: the name of its class here and in the SDK, an input, and an answer of DynamoDB. */
const KINDS = [
  {
    kind: "Get",
    name: "GetCommand",
    input: { TableName, Key, ConsistentRead: true },
    answer: { Item: STORED },
  },
  { kind: "Get of nothing", name: "GetCommand", input: { TableName, Key }, answer: {} },
  {
    kind: "Put",
    name: "PutCommand",
    input: { TableName, Item: { ...Key, ...values, gone: undefined }, ConditionExpression: "a" },
    answer: { ConsumedCapacity },
  },
  {
    kind: "Update",
    name: "UpdateCommand",
    input: {
      TableName,
      Key,
      UpdateExpression: "SET #a = :a",
      ExpressionAttributeNames: { "#a": "a" },
      ExpressionAttributeValues: { ":a": values },
    },
    answer: { Attributes: STORED },
  },
  {
    kind: "Query",
    name: "QueryCommand",
    input: {
      TableName,
      KeyConditionExpression: "pk = :pk",
      Limit: 3,
      ExclusiveStartKey: Key,
      ExpressionAttributeValues: { ":pk": "ROOM#1" },
    },
    answer: {
      Count: 2,
      ScannedCount: 2,
      Items: [STORED, STORED],
      LastEvaluatedKey: { pk: { S: "ROOM#1" } },
    },
  },
  {
    kind: "BatchGet",
    name: "BatchGetCommand",
    input: { RequestItems: { t: { Keys: [Key, { ...Key, sk: "2" }], ConsistentRead: true } } },
    answer: {
      Responses: { t: [STORED] },
      UnprocessedKeys: {
        t: { Keys: [{ pk: { S: "ROOM#1" }, sk: { S: "2" } }], ConsistentRead: true },
      },
    },
  },
] as const;

interface Output {
  readonly $metadata: unknown;
}
const send = (through: lib.DynamoDBDocumentClient, command: unknown): Promise<Output> =>
  through.send(command as lib.GetCommand);

const json = (answer: object, status = 200) => {
  server.answer((response) => {
    response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(answer));
  });
};

describe.each(KINDS)("$kind", ({ name, input, answer }) => {
  it("sends the same request as the SDK's, and returns the same", async () => {
    json(answer);
    const { $metadata: _, ...expected } = await send(sdkClient, new lib[name](input as never));
    // Twice, since the second request uses what the first resolved.
    for (let i = 0; i < 2; i++) {
      const { $metadata, ...output } = await send(client, new lean[name](input as never));
      expect(output).toEqual(expected);
      expect($metadata).toMatchObject({ httpStatusCode: 200 });
    }
    const [theirs, ...ours] = server.received as [Received, ...Received[]];
    for (const one of ours) {
      expect(JSON.parse(one.body.toString())).toEqual(JSON.parse(theirs.body.toString()));
      expect(one.url).toBe(theirs.url);
      for (const name of ["x-amz-target", "content-type", "x-amz-security-token"]) {
        expect(one.headers[name]).toBe(theirs.headers[name]);
      }
    }
  });
});

const getFrom = (through: lib.DynamoDBDocumentClient) =>
  through.send(new lean.GetCommand({ TableName, Key }));
const get = () => getFrom(client);

it("is signed so that AWS accepts what arrives", async () => {
  json({});
  await get();
  const [request] = server.received as [Received];
  const { signedHeaders, authorization } = await signedAgain(request, "dynamodb", credentials);
  expect(signedHeaders).toEqual(
    expect.arrayContaining(["host", "x-amz-date", "x-amz-security-token"]),
  );
  expect(authorization).toBe(request.headers.authorization);
});

it("uses renewed credentials, although everything else is resolved once", async () => {
  json({});
  await get();
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKID2");
  const renewed = openTable("t", `http://127.0.0.1:${server.port}`).client;
  await getFrom(renewed);
  vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
  const keys = server.received.map(({ headers }) =>
    /Credential=([^/]+)/.exec(headers.authorization ?? "")?.at(1),
  );
  expect(keys).toEqual(["AKID", "AKID2"]);
});

it("throws what DynamoDB refuses under its name", async () => {
  const __type = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
  json({ __type, message: "The conditional request failed" }, 400);
  await expect(get()).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
    $metadata: { httpStatusCode: 400 },
  });
  expect(server.received).toHaveLength(1);
});

it.each<[string, (response: Parameters<Parameters<ScriptedServer["answer"]>[0]>[0]) => void]>([
  ["has a fault", (response) => response.writeHead(500).end("{}")],
  ["closed a connection that was kept alive", (response) => response.destroy()],
])("asks again, three times in all, when DynamoDB %s", async (_what, fail) => {
  server.answer((response) => {
    if (server.received.length < 3) fail(response);
    else response.writeHead(200).end("{}");
  });
  expect(await get()).not.toHaveProperty("Item");
  expect(server.received).toHaveLength(3);
  server.answer(fail);
  await expect(get()).rejects.toThrow();
  expect(server.received).toHaveLength(6);
});

it("is aborted with the request that it belongs to, and only then", async () => {
  const aborting = new AbortController();
  const limited = within({ name: "t", client }, aborting.signal);
  server.answer(() => {
    aborting.abort();
  });
  await expect(getFrom(limited.client)).rejects.toMatchObject({ name: "AbortError" });
  json({});
  await get();
});
