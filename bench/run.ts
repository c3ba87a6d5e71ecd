// `npm run bench`: runs all parts in sequence. Each stores its results in bench/results/; the last writes tables and
// plots.
//
//   npm run bench -- <part>
//   npm run bench -- actions --before <folder that `cdk synth --output` filled>
//   npm run bench -- growth --messages 10000 --users 1000

import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    before: { type: "string" },
    messages: { type: "string", default: "1000000" },
    users: { type: "string", default: "100000" },
  },
});

const PARTS: Readonly<Record<string, () => Promise<unknown>>> = {
  requests: async () => (await import("./parts/requests.ts")).requests(),
  actions: async () => (await import("./parts/actions.ts")).actions(values),
  latency: async () => (await import("./parts/latency.ts")).latency(),
  growth: async () =>
    (await import("./parts/growth.ts")).growth({
      messages: Number(values.messages),
      users: Number(values.users),
    }),
  memory: async () => (await import("./parts/memory.ts")).memory(),
  local: async () => (await import("./parts/local.ts")).local(),
  cost: async () => (await import("./parts/cost.ts")).cost(),
  docs: async () => (await import("./docs/write.ts")).docs(),
};

const unknown = positionals.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}. Parts: ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
for (const [name, part] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const begun = performance.now();
  console.log(`\n${name}`);
  await part();
  console.log(`${name} took ${Math.round((performance.now() - begun) / 1_000)} s.`);
}
process.exit();
