// The table as the rest of the store uses it: one client, a name, and what a failed condition means.

import { setMaxListeners } from "node:events";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { openClient } from "./client.ts";
import { GetCommand, PutCommand } from "./commands.ts";
import type { Key } from "./keys.ts";

export interface Table {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
}

/** An item as the document client gives it: plain values under the attributes' names. */
export type Item = Record<string, unknown>;

/** Opens the table; `endpoint` is only for a DynamoDB that is not AWS's. */
export const openTable = (name: string, endpoint: string | undefined): Table => ({
  name,
  client: DynamoDBDocumentClient.from(openClient(endpoint), {
    marshallOptions: { removeUndefinedValues: true },
  }),
});

/** The table for one request: what is under way when `signal` aborts ends with an `AbortError`. */
export function within(table: Table, signal: AbortSignal): Table {
  // Each call listens to it. More than ten at once are no leak.
  setMaxListeners(0, signal);
  const send: typeof table.client.send = (command: never, options?: object) =>
    table.client.send(command, { ...options, abortSignal: signal });
  const client = Object.assign(Object.create(table.client) as DynamoDBDocumentClient, { send });
  return { ...table, client };
}

/** Whether a conditional write was done. False if its condition did not hold; other errors are thrown on. */
export async function holds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

/** The item of a key, read consistently. */
export async function get({ client, name }: Table, key: Key): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: name, Key: key, ConsistentRead: true });
  return (await client.send(command)).Item;
}

/** Puts an item unless its key is taken: then it is false, and nothing has changed. */
export const putNew = ({ client, name }: Table, item: Item): Promise<boolean> =>
  holds(
    client.send(
      new PutCommand({
        TableName: name,
        Item: item,
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    ),
  );
