// The command line of the smoke test.

import { parseArgs } from "node:util";
import { smoke } from "./smoke.ts";

const USAGE = "npm run smoke -- --url wss://…/stage --token TOKEN-OF-ONE --token TOKEN-OF-ANOTHER";

/** Prints a line for each step. Resolves to the exit code: 0, 1 if a step failed, 2 if an argument is missing. */
export async function runSmoke(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { url: { type: "string" }, token: { type: "string", multiple: true } },
  });
  const [one, another] = values.token ?? [];
  if (!values.url || !one || !another) {
    console.error(`Usage: ${USAGE}`);
    return 2;
  }
  let failed = 0;
  let passed = 0;
  for await (const { title, error } of smoke({ url: values.url, tokens: [one, another] })) {
    console.log(`${error ? "✗" : "✓"} ${title}${error ? `\n  ${error.message}` : ""}`);
    if (error) failed += 1;
    else passed += 1;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
