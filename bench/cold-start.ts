// The cost of a cold start: the size of each bundle, and the time to load it, compared with an empty handler.
//
//   npx tsx bench/cold-start.ts [rounds]
//
// Each load runs in its own process, with the environment of the template; the output is the median of all rounds. CPU
// time is the figure to compare: it depends least on the machine's load.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bundle } from "./harness/assembly.ts";
import { synthesized } from "./harness/bundles.ts";

interface Load {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Variables that Lambda sets. */
const OF_LAMBDA = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

const rounds = Number(process.argv[2] ?? 15);
const directory = mkdtempSync(join(tmpdir(), "parley-cold-start-"));
try {
  const empty = join(directory, "empty.js");
  writeFileSync(empty, "exports.handler=async()=>({statusCode:200})");
  const bundles: Bundle[] = [
    { file: "(empty)", code: empty, environment: {} },
    ...(await synthesized()).values(),
  ];
  console.table(measured(bundles));
} finally {
  rmSync(directory, { recursive: true });
}

/** Loads every bundle in each round, so that a slow moment of the machine affects all bundles. */
function measured(bundles: readonly Bundle[]): Record<string, Record<string, number>> {
  const loads = bundles.map((): Load[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, bundle] of bundles.entries()) loads[index]?.push(load(bundle));
  }
  return Object.fromEntries(
    bundles.map(({ file, code }, index) => {
      const all = loads[index] ?? [];
      const { size } = statSync(code);
      const ms = median(all.map((each) => each.ms));
      const cpu = median(all.map((each) => each.cpuMs));
      return [file, { bytes: size, "load, ms": ms, "load, CPU ms": cpu }];
    }),
  );
}

function load({ code, environment }: Bundle): Load {
  const script = `
    const [at, cpu] = [performance.now(), process.cpuUsage()];
    require(${JSON.stringify(code)});
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({ ms: performance.now() - at, cpuMs: (user + system) / 1000 }));`;
  const env = { PATH: process.env.PATH, ...OF_LAMBDA, ...environment };
  return JSON.parse(
    execFileSync(process.execPath, ["-e", script], { env, encoding: "utf8" }),
  ) as Load;
}

function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return Math.round((middle ?? 0) * 10) / 10;
}
