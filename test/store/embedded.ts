// The real table on a DynamoDB for tests, by default the embedded one of this process.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { vi } from "vitest";
import { tableDefinition } from "../../lambdas/store/schema.ts";
import { openTable, type Table } from "../../lambdas/store/table.ts";
import { startDatabase, type Database } from "../../local/database.ts";
import { ensureTable } from "../../local/table.ts";

const TABLE = "parley-test";

export interface Embedded {
  readonly table: Table;
  close(): Promise<void>;
}

/** Starts a database with the empty table, by default the embedded one. */
export async function openEmbeddedTable(
  start: () => Promise<Database> = startDatabase,
): Promise<Embedded> {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const database = await start();
  const client = new DynamoDBClient({ endpoint: database.endpoint });
  await ensureTable(client, tableDefinition(TABLE));
  client.destroy();
  const table = openTable(TABLE, database.endpoint);
  return {
    table,
    async close() {
      table.client.destroy();
      await database.close();
    },
  };
}
