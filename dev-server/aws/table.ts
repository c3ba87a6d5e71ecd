// The table on whichever DynamoDB the server uses.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "../../lambdas/store/schema.ts";
import { ensureTable } from "../../local/table.ts";
import { AT_FIRST, EndpointError } from "./endpoint-error.ts";

/**
 * Makes the table unless it is there.
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
