// `npm run smoke`: every action end to end against any deployment, by the tokens of two of its users.

import { parseArgs } from "node:util";
import { smoke } from "../test/e2e/smoke.ts";

const USAGE = "npm run smoke -- --url wss://…/stage --token TOKEN-OF-ONE --token TOKEN-OF-ANOTHER";

const { values } = parseArgs({
  options: { url: { type: "string" }, token: { type: "string", multiple: true } },
});
const [one, another] = values.token ?? [];
if (!values.url || !one || !another) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}

let failed = 0;
let passed = 0;
for await (const { title, error } of smoke({ url: values.url, tokens: [one, another] })) {
  console.log(`${error ? "✗" : "✓"} ${title}${error ? `\n  ${error.message}` : ""}`);
  if (error) failed += 1;
  else passed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
