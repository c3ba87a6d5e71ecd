// The table on whichever DynamoDB the server uses.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "../../lambdas/store/schema.ts";
import { ensureTable } from "../../local/table.ts";

/** Nothing usable answers at the endpoint; `message` says why in one line. */
export class EndpointError extends Error {
  override name = "EndpointError";
}

/**
 * Makes the table unless it is there. Gives up within 2 s on an endpoint that does not answer.
 *
 * @throws EndpointError
 */
export async function makeTable(endpoint: string, tableName: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 1_500,
      requestTimeout: 2_000,
      throwOnRequestTimeout: true,
    },
  });
  try {
    await ensureTable(client, tableDefinition(tableName));
  } catch (error) {
    const message = `no DynamoDB answers at ${endpoint} (${reasonOf(error)})`;
    throw new EndpointError(message, { cause: error });
  } finally {
    client.destroy();
  }
}

/** A refused connection to a name has one error for each address tried, and no message of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return String(first);
  if (first.name === "TimeoutError") return "it takes too long";
  const [firstLine = ""] = (first.message || first.name).split("\n", 1);
  return firstLine;
}
