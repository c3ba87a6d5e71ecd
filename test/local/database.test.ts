// The embedded database: its data and its end.

import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import storage from "dynalite/db/index.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DatabaseFolderError, startDatabase, type Database } from "../../local/database.ts";
import { ensureTable } from "../../local/table.ts";

const table: CreateTableCommandInput = {
  TableName: "things",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
};
const key = { pk: { S: "a" }, sk: { S: "b" } };

/** An unsigned request, which dynalite accepts. */
const listTables = {
  "Content-Type": "application/x-amz-json-1.0",
  "X-Amz-Target": "DynamoDB_20120810.ListTables",
  "X-Amz-Date": "20240101T000000Z",
  Authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
};

const atEnd: (() => Promise<unknown>)[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-database-"));
  atEnd.push(() => rm(folder, { recursive: true }));
});

afterEach(async () => {
  for (const end of atEnd.splice(0).reverse()) await end();
});

async function start(path?: string): Promise<Database> {
  const database = await startDatabase({ path });
  atEnd.push(() => database.close());
  return database;
}

function clientOf({ endpoint }: Database): DynamoDBClient {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  atEnd.push(() => {
    client.destroy();
    return Promise.resolve();
  });
  return client;
}

describe("the embedded database", () => {
  it("keeps what was written in its folder from one start to the next", async () => {
    const first = await startDatabase({ path: join(folder, "database") });
    await ensureTable(clientOf(first), table);
    await clientOf(first).send(
      new PutItemCommand({ TableName: "things", Item: { ...key, text: { S: "kept" } } }),
    );
    await first.close();

    const second = clientOf(await start(join(folder, "database")));
    const { Item } = await second.send(new GetItemCommand({ TableName: "things", Key: key }));
    expect(Item?.text).toEqual({ S: "kept" });
  });

  it("stores nothing without a folder", async () => {
    const first = await startDatabase();
    await ensureTable(clientOf(first), table);
    await first.close();

    const second = clientOf(await start());
    await expect(
      second.send(new DescribeTableCommand({ TableName: "things" })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("answers running requests when it is closed, and then closes kept-alive connections", async () => {
    const database = await startDatabase();
    await ensureTable(clientOf(database), table);
    const body = JSON.stringify({});
    const req = request(database.endpoint, {
      method: "POST",
      headers: { ...listTables, "Content-Length": body.length, Expect: "100-continue" },
    });
    req.flushHeaders();
    await once(req, "continue"); // The server has received the request's headers, but not its body.
    const closed = database.close();
    req.end(body);
    const [res] = (await once(req, "response")) as [IncomingMessage];
    expect(await json(res)).toEqual({ TableNames: ["things"] });
    await closed;
  });

  it("may be closed twice", async () => {
    const database = await startDatabase();
    await Promise.all([database.close(), database.close()]);
  });

  it("closes although a client never ends its request", async () => {
    const database = await startDatabase();
    const req = request(database.endpoint, {
      method: "POST",
      headers: { ...listTables, "Content-Length": 1, Expect: "100-continue" },
    });
    req.flushHeaders();
    await once(req, "continue");
    const cutOff = once(req, "error");
    await database.close();
    await cutOff;
  });

  it("keeps running when a client gives up in the middle of a request", async () => {
    const database = await start();
    const socket = connect(Number(new URL(database.endpoint).port), "127.0.0.1");
    socket.end("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
    socket.resume();
    await once(socket, "close");
    await ensureTable(clientOf(database), table);
  });

  it("refuses a folder that another database has open, and says so", async () => {
    await start(folder);
    await expect(startDatabase({ path: folder })).rejects.toThrow(
      new DatabaseFolderError(`${folder} is in use by another process`),
    );
  });

  it("refuses a file in the place of the folder, and says so", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(startDatabase({ path: file })).rejects.toThrow(
      /file cannot keep data: it is no folder/,
    );
  });

  it.each([
    ["a page of another site", { origin: "https://example.com" }, 403],
    ["a domain that was rebound to this machine", { host: "example.com" }, 403],
    ["a sandboxed frame", { origin: "null" }, 403],
    ["a program on this machine", {}, 200],
  ])("answers %s accordingly: %j → %i", async (_who, headers, status) => {
    const { endpoint } = await start();
    const req = request(endpoint, { headers }).end();
    const [res] = (await once(req, "response")) as [IncomingMessage];
    res.resume();
    expect(res.statusCode).toBe(status);
  });
});

describe("ensureTable", () => {
  it("makes the table, ready to be written to", async () => {
    const client = clientOf(await start());
    await ensureTable(client, table);
    await client.send(new PutItemCommand({ TableName: "things", Item: key }));
  });

  it("leaves a table that is there as it is", async () => {
    const client = clientOf(await start());
    await ensureTable(client, table);
    await client.send(new PutItemCommand({ TableName: "things", Item: key }));
    await ensureTable(client, table);
    const { Item } = await client.send(new GetItemCommand({ TableName: "things", Key: key }));
    expect(Item).toEqual(key);
  });

  it("passes on any other refusal of the database", async () => {
    const client = clientOf(await start());
    await expect(ensureTable(client, { ...table, KeySchema: [] })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

it("leaves no iterator open after a query, to its end or to a limit: each would keep an old snapshot", async () => {
  const { create } = storage;
  const opened: storage.Iterator[] = [];
  const closed = new Set<storage.Iterator>();
  const creating = vi.spyOn(storage, "create").mockImplementation((options) => {
    const store = create(options);
    const values = store.db.values.bind(store.db);
    store.db.values = (range) => {
      const iterator = values(range);
      opened.push(iterator);
      const close = iterator.close.bind(iterator);
      return Object.assign(iterator, {
        close: () => close().then(() => void closed.add(iterator)),
      });
    };
    return store;
  });
  const client = clientOf(await start());
  creating.mockRestore();
  await ensureTable(client, table);
  for (const sk of ["b", "c", "d"]) {
    await client.send(new PutItemCommand({ TableName: "things", Item: { ...key, sk: { S: sk } } }));
  }
  const query = {
    TableName: "things",
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": key.pk },
  };
  expect((await client.send(new QueryCommand(query))).Count).toBe(3);
  expect((await client.send(new QueryCommand({ ...query, Limit: 1 }))).Count).toBe(1);
  expect(opened).toHaveLength(2);
  await expect.poll(() => closed.size).toBe(2);
});
