// Reads many items by key: 100 per request, ten requests at a time. Retries the keys that DynamoDB leaves unprocessed.

import { setTimeout } from "node:timers/promises";
import pLimit from "p-limit";
import { all } from "../chat/all.ts";
import type { Key } from "./keys.ts";
import type { Item, Table } from "./table.ts";
import { UnprocessedError } from "./unavailable.ts";
import { BatchGetCommand } from "./commands.ts";

/** DynamoDB's maximum for one request. */
export const KEYS_PER_REQUEST = 100;

/** Limits sockets, and throttling by DynamoDB, for lists of thousands of keys. */
const REQUESTS_AT_ONCE = 10;
const ATTEMPTS = 6;
const BACKOFF_MS = 25;

interface Options {
  /** Whether to read consistently, which costs twice as much. */
  readonly consistent?: boolean;
}

/**
 * The items that exist, in no order. No key may occur twice. Throws `UnprocessedError` if DynamoDB has left keys
 * unprocessed in six attempts, after about a second.
 */
export async function batchGet(
  table: Table,
  keys: readonly Key[],
  { consistent = false }: Options = {},
): Promise<Item[]> {
  const limit = pLimit(REQUESTS_AT_ONCE);
  const requests: Promise<Item[]>[] = [];
  for (let from = 0; from < keys.length; from += KEYS_PER_REQUEST) {
    const some = keys.slice(from, from + KEYS_PER_REQUEST);
    requests.push(limit(() => getSome(table, some, consistent)));
  }
  return (await all(requests)).flat();
}

async function getSome(table: Table, keys: readonly Key[], consistent: boolean): Promise<Item[]> {
  const items: Item[] = [];
  let wanted: Item[] = [...keys];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await setTimeout(Math.random() * BACKOFF_MS * 2 ** attempt);
    const { Responses = {}, UnprocessedKeys = {} } = await table.client.send(
      new BatchGetCommand({
        RequestItems: {
          [table.name]: { Keys: wanted, ...(consistent && { ConsistentRead: true }) },
        },
      }),
    );
    items.push(...(Responses[table.name] ?? []));
    wanted = UnprocessedKeys[table.name]?.Keys ?? [];
    if (wanted.length === 0) return items;
  }
  throw new UnprocessedError(`${wanted.length} keys of a batch were not read.`);
}
