// What one request to AWS takes of CPU, beside the AWS SDK as it comes. Ratios from one run: each figure is the median
// of processes that took turns.
//
//   npx tsx bench/requests.ts [rounds] [subjects, separated by commas]

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { keep } from "./results.ts";
import { spreadOf, type Spread } from "./spread.ts";

const SUBJECTS = process.argv[3]?.split(",") ?? [
  "post",
  "GetItem",
  "PutItem",
  "UpdateItem",
  "Query of 100",
  "BatchGetItem of 100",
];
const rounds = Number(process.argv[2] ?? 5);
const run = promisify(execFile);
const tsx = ["--import", "tsx"];

const env = {
  PATH: process.env.PATH,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDOFTHEBENCHMARK",
  AWS_SECRET_ACCESS_KEY: "secret",
  // Lambda's is as long.
  AWS_SESSION_TOKEN: "t".repeat(700),
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

const aws = spawn(process.execPath, [...tsx, "bench/cpu/aws.ts"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [port] = (await once(aws.stdout, "data")) as [Buffer];
const endpoint = `http://127.0.0.1:${port.toString().trim()}`;

async function measure(subject: string, way: string): Promise<number> {
  const args = [...tsx, "bench/cpu/one.ts", subject, way, endpoint];
  return Number((await run(process.execPath, args, { env })).stdout);
}

interface Row {
  readonly subject: string;
  /** µs of CPU. */
  readonly sdk: Spread;
  readonly parley: Spread;
  readonly ratio: number;
}

const rows: Row[] = [];
for (const subject of SUBJECTS) {
  const [sdk, parley]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    sdk.push(await measure(subject, "sdk"));
    parley.push(await measure(subject, "parley"));
  }
  const row = { subject, sdk: spreadOf(sdk), parley: spreadOf(parley) };
  rows.push({ ...row, ratio: Number((row.parley.median / row.sdk.median).toFixed(2)) });
}
aws.kill();
keep("requests", { unit: "µs of CPU", rounds, rows });
console.table(
  Object.fromEntries(
    rows.map(({ subject, sdk, parley, ratio }) => [
      subject,
      { "SDK as it comes": sdk.median, Parley: parley.median, ratio },
    ]),
  ),
);
