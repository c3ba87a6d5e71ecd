// The help text of `npm run admin`, and the flags of each command, both derived from the table of commands.

import * as z from "zod/mini";
import { COMMANDS, type CommandName } from "../lambdas/admin/commands.ts";

interface FieldSchema {
  readonly type?: string;
  readonly items?: { readonly type?: string };
}

export interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isList: boolean;
  /** Whether the value, or each entry of the list, is a string. Any other value is passed as JSON. */
  readonly isText: boolean;
}

/** The fields of a command's payload. */
export function fieldsOf(name: CommandName): Field[] {
  const schema = z.toJSONSchema(COMMANDS[name].payload, { io: "input", unrepresentable: "any" });
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([field, property]) => {
    const { type, items } = property as FieldSchema;
    return {
      name: field,
      isRequired: required.has(field),
      isList: type === "array",
      isText: (type === "array" ? items?.type : type) === "string",
    };
  });
}

export const USAGE = `npm run admin -- <command> [--field value …]

  On the local server, unless --function names the Lambda of a deployment (the output AdminFunction), by
  name or ARN. PORT or --endpoint says where the local server is.

Commands:
${Object.values(COMMANDS)
  .map(({ name, summary }) => `  ${name}  ${fieldsIn(name)}\n      ${summary}`)
  .join("\n")}

A list is given by its field's flag once for each entry; an object or a number as JSON.
The answer goes to standard output as JSON; export-user writes one line for each record.
`;

function fieldsIn(name: CommandName): string {
  return fieldsOf(name)
    .filter((field) => field.name !== "cursor")
    .filter(
      (field) => field.isRequired || !["sender_id", "user_id", "creator_id"].includes(field.name),
    )
    .map((field) => (field.isRequired ? `--${field.name} …` : `[--${field.name} …]`))
    .join(" ");
}
