// Reads all pages of a Query.

import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { QueryCommand } from "./commands.ts";
import type { Item, Table } from "./table.ts";

/** All items of a partition whose sort keys begin with `prefix`, in order, read consistently. */
export async function query(table: Table, range: { pk: string; prefix: string }): Promise<Item[]> {
  return await pages(table, {
    TableName: table.name,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": range.pk, ":prefix": range.prefix },
    ConsistentRead: true,
  });
}

/** The items of all pages of a Query. */
export async function pages(table: Table, input: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pageByPage(table, input)) items.push(...page);
  return items;
}

/** The items of a Query, page by page. Each page is requested only when it is consumed. */
export async function* pageByPage(
  { client }: Table,
  input: QueryCommandInput,
): AsyncGenerator<Item[], void> {
  let from: Item | undefined;
  do {
    const command = new QueryCommand({ ...input, ...(from && { ExclusiveStartKey: from }) });
    const { Items = [], LastEvaluatedKey } = await client.send(command);
    yield Items;
    from = LastEvaluatedKey;
  } while (from);
}
