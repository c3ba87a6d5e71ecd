// The operator's command line: runs a command with its fields and prints the result as JSON. A long command returns a
// cursor, and is invoked again with it until it is done.

import { parseArgs } from "node:util";
import { COMMANDS, isCommandName, type CommandName } from "../lambdas/admin/commands.ts";
import { AdminError, invoker } from "./invoke.ts";
import { fieldsOf, USAGE } from "./usage.ts";

/** Runs a command and resolves to the exit code: 0, 1 if the command failed, 2 if the arguments are invalid. */
export async function admin(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...flags] = args;
  if (name === undefined || name === "--help" || flags.includes("--help")) {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  if (!isCommandName(name)) {
    console.error(`There is no command ${name}. There are: ${Object.keys(COMMANDS).join(", ")}.`);
    return 2;
  }
  let read: ReturnType<typeof readFlags>;
  try {
    read = readFlags(name, flags);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const { fields, endpoint = `http://localhost:${env.PORT ?? "3000"}` } = read;
  const functionName = read.functionName ?? env.ADMIN_FUNCTION;
  const invoke = invoker({ functionName, endpoint });
  try {
    for (let cursor: unknown; ;) {
      const { lines, done, ...result } = await invoke({
        command: name,
        ...fields,
        ...(cursor !== undefined && { cursor }),
      });
      if (Array.isArray(lines)) for (const line of lines) console.log(JSON.stringify(line));
      else console.log(JSON.stringify(result));
      if (done !== false) return 0;
      cursor = result.cursor;
    }
  } catch (error) {
    console.error(reasonOf(error, functionName, endpoint));
    return 1;
  }
}

function reasonOf(error: unknown, functionName: string | undefined, endpoint: string): string {
  if (error instanceof AdminError) return error.message;
  const { name, message } = error as Error;
  if (functionName !== undefined) return `${name}: ${message}`;
  return `No local server answers at ${endpoint} (npm start runs one). ${message || name}`;
}

/** @throws the error of `parseArgs` for invalid flags, SyntaxError for a value that is not JSON */
function readFlags(name: CommandName, flags: readonly string[]) {
  const fields = fieldsOf(name);
  const { values } = parseArgs({
    args: [...flags],
    options: {
      function: { type: "string" },
      endpoint: { type: "string" },
      ...Object.fromEntries(
        fields.map((field) => [field.name, { type: "string" as const, multiple: field.isList }]),
      ),
    },
  });
  const given = values as Readonly<Record<string, string | string[] | undefined>>;
  const valueOf = (value: string, isText: boolean): unknown => (isText ? value : JSON.parse(value));
  return {
    functionName: values.function,
    endpoint: values.endpoint,
    fields: Object.fromEntries(
      fields.flatMap(({ name: field, isText }) => {
        const value = given[field];
        if (value === undefined) return [];
        const read = (each: string) => valueOf(each, isText);
        return [[field, Array.isArray(value) ? value.map(read) : read(value)]];
      }),
    ),
  };
}
