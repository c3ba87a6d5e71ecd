// The users of the table, for the Lambdas that need no more of it.

import { openTable } from "../store/table.ts";
import { users } from "../store/users.ts";
import { requireEnv } from "./environment.ts";

export const table = openTable(requireEnv("TABLE_NAME"), process.env.DYNAMODB_ENDPOINT);

export const people = users(table);
