// Puts items into a deployment's table without counting the requests.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { TABLE } from "../harness/deployment.ts";

/** BatchWriteItem's own limit. */
const AT_ONCE = 25;

export async function fill(endpoint: string, items: readonly object[]): Promise<void> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const puts = items.slice(from, from + AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: puts } }));
  }
  client.destroy();
}
