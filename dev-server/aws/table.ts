// The table, on a configured DynamoDB or the embedded one.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "../../lambdas/store/schema.ts";
import { ensureTable } from "../../local/table.ts";
import { AT_FIRST, EndpointError } from "./endpoint-error.ts";

/**
 * Creates the table unless it exists.
 *
 * @throws EndpointError
 */
export async function makeTable(endpoint: string, tableName: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...AT_FIRST });
  try {
    await ensureTable(client, tableDefinition(tableName));
  } catch (error) {
    throw new EndpointError("DynamoDB", endpoint, error);
  } finally {
    client.destroy();
  }
}
