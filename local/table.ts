// Creates the table on a DynamoDB that does not have it: the embedded one, DynamoDB Local, or another emulator.
import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";

const SECONDS_TO_WAIT = 10;

/**
 * Creates the table unless it exists, and resolves once it is active. An existing table is not changed, even if it
 * differs from the definition.
 *
 * @throws the client's errors; `TimeoutError` if the table is not active within 10 s
 */
export async function ensureTable(
  client: DynamoDBClient,
  definition: CreateTableCommandInput,
): Promise<void> {
  try {
    await client.send(new CreateTableCommand(definition));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists(
    { client, maxWaitTime: SECONDS_TO_WAIT, minDelay: 0.05, maxDelay: 0.5 },
    { TableName: definition.TableName },
  );
}
