// The lean commands, compared with the AWS SDK's own: the same requests go out, and answers give the same results.

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
let asItComes: lib.DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startScriptedServer();
  const endpoint = `http://127.0.0.1:${server.port}`;
  ({ client } = openTable("t", endpoint));
  asItComes = lib.DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint }), {
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

/** One of each kind: its lean class and the SDK's, an input with every field, and an answer of DynamoDB. */
const KINDS = [
  [
    "Get",
    lean.GetCommand,
    lib.GetCommand,
    { TableName, Key, ConsistentRead: true },
    { Item: STORED },
  ],
  ["Get of nothing", lean.GetCommand, lib.GetCommand, { TableName, Key }, {}],
  [
    ...(["Put", lean.PutCommand, lib.PutCommand] as const),
    { TableName, Item: { ...Key, ...values, gone: undefined }, ConditionExpression: "a" },
    { ConsumedCapacity },
  ],
  [
    ...(["Update", lean.UpdateCommand, lib.UpdateCommand] as const),
    {
      TableName,
      Key,
      UpdateExpression: "SET #a = :a",
      ExpressionAttributeNames: { "#a": "a" },
      ExpressionAttributeValues: { ":a": values },
    },
    { Attributes: STORED },
  ],
  [
    ...(["Query", lean.QueryCommand, lib.QueryCommand] as const),
    {
      TableName,
      KeyConditionExpression: "pk = :pk",
      Limit: 3,
      ExclusiveStartKey: Key,
      ExpressionAttributeValues: { ":pk": "ROOM#1" },
    },
    {
      Count: 2,
      ScannedCount: 2,
      Items: [STORED, STORED],
      LastEvaluatedKey: { pk: { S: "ROOM#1" } },
    },
  ],
  [
    ...(["BatchGet", lean.BatchGetCommand, lib.BatchGetCommand] as const),
    { RequestItems: { t: { Keys: [Key, { ...Key, sk: "2" }], ConsistentRead: true } } },
    {
      Responses: { t: [STORED] },
      UnprocessedKeys: {
        t: { Keys: [{ pk: { S: "ROOM#1" }, sk: { S: "2" } }], ConsistentRead: true },
      },
    },
  ],
] as const;

type Send = (command: unknown) => Promise<object>;
const sending = (one: lib.DynamoDBDocumentClient) => one.send.bind(one) as unknown as Send;

const json = (answer: object, status = 200) => {
  server.answer((response) => {
    response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(answer));
  });
};

describe.each(KINDS)("%s", (_kind, Lean, AsItComes, input, answer) => {
  it("asks for the same as the SDK's, and comes to the same", async () => {
    json(answer);
    const { $metadata: _, ...expected } = (await sending(asItComes)(
      new AsItComes(input as never),
    )) as { $metadata: unknown };
    // Twice, since the second request uses what the first resolved.
    for (let i = 0; i < 2; i++) {
      const { $metadata, ...output } = (await sending(client)(new Lean(input as never))) as {
        $metadata: unknown;
      };
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

const get = () => client.send(new lean.GetCommand({ TableName, Key }));

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

it("takes credentials that were renewed, though everything is resolved", async () => {
  json({});
  await get();
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKID2");
  const renewed = openTable("t", `http://127.0.0.1:${server.port}`).client;
  await renewed.send(new lean.GetCommand({ TableName, Key }));
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

it("ends with the request that it is for, and only then", async () => {
  const aborting = new AbortController();
  const limited = within({ name: "t", client }, aborting.signal);
  server.answer(() => {
    aborting.abort();
  });
  const asked = limited.client.send(new lean.GetCommand({ TableName, Key }));
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  json({});
  await get();
});
