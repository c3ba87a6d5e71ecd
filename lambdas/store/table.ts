// The table: its client and name, and helpers for reads and conditional writes.

import { setMaxListeners } from "node:events";
import type { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { openClient } from "./client.ts";
import { GetCommand, PutCommand } from "./commands.ts";
import type { Key } from "./keys.ts";

export interface Table {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
}

/** An item as the document client returns it: plain values by attribute name. */
export type Item = Record<string, unknown>;

/** Opens the table; `endpoint` is only for a DynamoDB that is not AWS's. */
export const openTable = (name: string, endpoint: string | undefined): Table => ({
  name,
  client: DynamoDBDocumentClient.from(openClient(endpoint), {
    marshallOptions: { removeUndefinedValues: true },
  }),
});

/** The table for one request: when `signal` aborts, pending calls reject with an `AbortError`. */
export function within(table: Table, signal: AbortSignal): Table {
  // Each call adds a listener. More than ten at a time are not a leak.
  setMaxListeners(0, signal);
  const send: typeof table.client.send = (command: never, options?: object) =>
    table.client.send(command, { ...options, abortSignal: signal });
  const client = Object.assign(Object.create(table.client) as DynamoDBDocumentClient, { send });
  return { ...table, client };
}

/** The result of a conditional write; undefined if its condition did not hold. Throws other errors. */
export async function unlessRefused<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Whether the condition of a conditional write held. Throws other errors. */
export async function holds(write: Promise<unknown>): Promise<boolean> {
  const done = async () => {
    await write;
    return true;
  };
  return (await unlessRefused(done())) ?? false;
}

const isConditionFailure = (error: unknown): error is ConditionalCheckFailedException =>
  error instanceof Error && error.name === "ConditionalCheckFailedException";

/** The item of a key, read consistently. */
export async function get({ client, name }: Table, key: Key): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: name, Key: key, ConsistentRead: true });
  return (await client.send(command)).Item;
}

/** Whether an item was put; if not, the existing item, if the database returns it. */
export interface NewPut {
  readonly isPut: boolean;
  readonly existing?: Item;
}

/** Puts an item unless its key is taken. */
export async function putNew({ client, name }: Table, item: Item): Promise<NewPut> {
  const command = new PutCommand({
    TableName: name,
    Item: item,
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  try {
    await client.send(command);
    return { isPut: true };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    // The document client does not convert items in errors. The embedded DynamoDB returns none.
    const { Item: existing } = error;
    return { isPut: false, ...(existing && { existing: unmarshall(existing) }) };
  }
}
