// The CPU time of one request to AWS, compared with the AWS SDK's default client. Ratios from one run: each figure is
// the median of processes that took turns.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { keep } from "../results.ts";
import { spreadOf, type Spread } from "../spread.ts";

const SUBJECTS = [
  "post",
  "GetItem",
  "PutItem",
  "UpdateItem",
  "Query of 100",
  "BatchGetItem of 100",
];
const ROUNDS = 5;
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

export interface RequestRow {
  readonly subject: string;
  /** µs of CPU. */
  readonly sdk: Spread;
  readonly parley: Spread;
  /** Of the second to the first, round by round. */
  readonly ratio: Spread;
}

/** Measures each kind of request, and keeps it. */
export async function requests(): Promise<void> {
  const aws = spawn(process.execPath, [...tsx, "bench/cpu/aws.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(aws.stdout, "data")) as [Buffer];
  const endpoint = `http://127.0.0.1:${port.toString().trim()}`;
  const rows: RequestRow[] = [];
  for (const subject of SUBJECTS) rows.push(await rowOf(subject, endpoint));
  aws.kill();
  keep("requests", { unit: "µs of CPU", rounds: ROUNDS, rows });
  const figures = rows.map(({ subject, sdk, parley, ratio }) => [
    subject,
    { "SDK as it comes": sdk.median, Parley: parley.median, ratio: ratio.median },
  ]);
  console.table(Object.fromEntries(figures));
}

async function rowOf(subject: string, endpoint: string): Promise<RequestRow> {
  const measure = async (way: "sdk" | "parley") => {
    const args = [...tsx, "bench/cpu/one.ts", subject, way, endpoint];
    return Number((await run(process.execPath, args, { env })).stdout);
  };
  const sdk: number[] = [];
  const parley: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    sdk.push(await measure("sdk"));
    parley.push(await measure("parley"));
  }
  const ratio = parley.map((value, round) => value / (sdk[round] ?? Number.NaN));
  return { subject, sdk: spreadOf(sdk), parley: spreadOf(parley), ratio: spreadOf(ratio, 2) };
}
