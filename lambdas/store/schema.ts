// The single table: its keys, its one index, and its creation for a DynamoDB that is not AWS's.

import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

export const KEY = { partition: "pk", sort: "sk" } as const;

/** The index of a user's rooms. Keys only: the rooms themselves are read by key. */
export const ROOMS_OF_USER = { name: "gsi1", partition: "gsi1pk", sort: "gsi1sk" } as const;

/** When the table may delete an item, in epoch seconds: log items (items/expiry.ts), markers, and lists of rooms. */
export const EXPIRY = "expires_at";

/** The input of `CreateTable` for the table, with on-demand billing. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  const strings = [KEY.partition, KEY.sort, ROOMS_OF_USER.partition, ROOMS_OF_USER.sort];
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: strings.map((name) => ({ AttributeName: name, AttributeType: "S" })),
    KeySchema: keySchema(KEY),
    GlobalSecondaryIndexes: [
      {
        IndexName: ROOMS_OF_USER.name,
        KeySchema: keySchema(ROOMS_OF_USER),
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  };
}

const keySchema = (key: { partition: string; sort: string }) => [
  { AttributeName: key.partition, KeyType: "HASH" as const },
  { AttributeName: key.sort, KeyType: "RANGE" as const },
];
