// The table, and its users for the Lambdas that need nothing else of it.

import { openTable } from "../store/table.ts";
import { users } from "../store/users.ts";
import { ENVIRONMENT } from "../names.ts";
import { requireEnv } from "./environment.ts";

export const table = openTable(
  requireEnv(ENVIRONMENT.tableName),
  process.env[ENVIRONMENT.dynamodbEndpoint],
);

export const userStore = users(table);
