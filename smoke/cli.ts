// The command line of the smoke test.

import { parseArgs } from "node:util";
import { smoke } from "./smoke.ts";

const USAGE = "npm run smoke -- --url wss://…/stage --token TOKEN-OF-ONE --token TOKEN-OF-ANOTHER";

/** Prints a line for each step. Resolves to the exit code: 0, 1 if a step failed, 2 if the arguments are invalid. */
export async function runSmoke(args: string[]): Promise<number> {
  const { url, token } = readFlags(args);
  const [one, another] = token ?? [];
  if (!url || !one || !another) {
    console.error(`Usage: ${USAGE}`);
    return 2;
  }
  let failed = 0;
  let passed = 0;
  for await (const { title, error } of smoke({ url, tokens: [one, another] })) {
    console.log(`${error ? "✗" : "✓"} ${title}${error ? `\n  ${error.message}` : ""}`);
    if (error) failed += 1;
    else passed += 1;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** Reads the flags. If they are invalid, prints the reason and returns none. */
function readFlags(args: string[]): { url?: string; token?: string[] } {
  try {
    const options = { url: { type: "string" }, token: { type: "string", multiple: true } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    console.error((error as Error).message);
    return {};
  }
}
