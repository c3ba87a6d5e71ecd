// Measures one kind of request, made in one way, in its own process: forked with the arguments <subject> <way>
// <endpoint>, it warms up, and then answers each message of its parent with the CPU time of a request in microseconds.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as lib from "@aws-sdk/lib-dynamodb";
import { poster } from "../../lambdas/delivery/poster.ts";
import * as lean from "../../lambdas/store/commands.ts";
import { openTable } from "../../lambdas/store/table.ts";
import { sdkPoster } from "./sdk-poster.ts";
import { cpuUsed } from "./used.ts";

const WARM_UP = 4_000;
const COUNTED = 1_000;
const AT_ONCE = 20;

const [subject = "", way = "", endpoint = ""] = process.argv.slice(2);

const Key = { pk: "ROOM#663c8020fefd1941540edbca", sk: "ROOM#MEMBER#ann" };
const Item = { ...Key, v: 1, kind: "message", seq: 12, by: "ann", message: "See you at eight." };
const range = { ":pk": Key.pk, ":prefix": "ROOM" };
const Keys = Array.from({ length: 100 }, (_, index) => ({ pk: `USER#${index}`, sk: "USER" }));
const update = {
  TableName: "t",
  Key,
  UpdateExpression: "SET seen_rev = :rev, seen_seq = :seq",
  ConditionExpression: "seen_rev < :rev",
  ExpressionAttributeValues: { ":rev": 2, ":seq": 1 },
};
const query = {
  TableName: "t",
  KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
  ExpressionAttributeValues: range,
  ConsistentRead: true,
};

type Commands = Pick<
  typeof lib,
  "GetCommand" | "PutCommand" | "UpdateCommand" | "QueryCommand" | "BatchGetCommand"
>;

function database(client: lib.DynamoDBDocumentClient, commands: Commands) {
  const { GetCommand, PutCommand, UpdateCommand, QueryCommand, BatchGetCommand } = commands;
  const condition = { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    GetItem: () => client.send(new GetCommand({ TableName: "t", Key, ConsistentRead: true })),
    PutItem: () => client.send(new PutCommand({ TableName: "t", Item, ...condition })),
    UpdateItem: () => client.send(new UpdateCommand(update)),
    "Query of 100": () => client.send(new QueryCommand(query)),
    "BatchGetItem of 100": () =>
      client.send(new BatchGetCommand({ RequestItems: { t: { Keys } } })),
  };
}

function posts(post: ReturnType<typeof poster>) {
  const bytes = new TextEncoder().encode(JSON.stringify({ event: "message", data: Item }));
  const { signal } = new AbortController();
  return { post: () => post("bLX+6JIAMCJ9Q=", bytes, signal) };
}

const ways: Record<string, () => Record<string, () => Promise<unknown>>> = {
  sdk: () => ({
    ...database(lib.DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint })), lib),
    ...posts(sdkPoster(`${endpoint}/prod`)),
  }),
  parley: () => ({
    ...database(openTable("t", endpoint).client, lean),
    ...posts(poster(`${endpoint}/prod`)),
  }),
};
const ask = ways[way]?.()[subject];
if (!ask) throw new Error(`There is no ${subject} by ${way}.`);

async function times(count: number, once: () => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

await times(WARM_UP, ask);
process.on("message", () => {
  void cpuUsed(() => times(COUNTED, ask)).then((used) => process.send?.(used / COUNTED));
});
process.send?.("warm");
