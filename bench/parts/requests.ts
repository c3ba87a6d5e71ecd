// The CPU time of one request to AWS, compared with the AWS SDK's default client. Ratios are from one run: the rounds
// of two warm processes alternate, and each figure is the median of the rounds.

import { fork, spawn } from "node:child_process";
import { once } from "node:events";
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
const ROUNDS = 7;
const tsx = ["--import", "tsx"];

const env = {
  PATH: process.env.PATH,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDOFTHEBENCHMARK",
  AWS_SECRET_ACCESS_KEY: "secret",
  // As long as Lambda's.
  AWS_SESSION_TOKEN: "t".repeat(700),
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

export interface RequestRow {
  readonly subject: string;
  /** CPU time in microseconds. */
  readonly sdk: Spread;
  readonly parley: Spread;
  /** The ratio of `parley` to `sdk` in each round. */
  readonly ratio: Spread;
}

/** Measures each kind of request, and stores the results. */
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
  const sdk = await warm(subject, "sdk", endpoint);
  const parley = await warm(subject, "parley", endpoint);
  const used: { sdk: number; parley: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    used.push({ sdk: await sdk.measure(), parley: await parley.measure() });
  }
  sdk.end();
  parley.end();
  return {
    subject,
    sdk: spreadOf(used.map((each) => each.sdk)),
    parley: spreadOf(used.map((each) => each.parley)),
    ratio: spreadOf(
      used.map((each) => each.parley / each.sdk),
      2,
    ),
  };
}

/** Starts a process that makes these requests. Resolves once the process is warm. */
async function warm(subject: string, way: "sdk" | "parley", endpoint: string) {
  const child = fork("bench/cpu/one.ts", [subject, way, endpoint], { env, execArgv: tsx });
  const ended = once(child, "exit").then(([code]): never => {
    throw new Error(`The process of ${subject} by ${way} ended with ${String(code)}.`);
  });
  const answer = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, "message"), ended])) as [unknown];
    return message;
  };
  await answer();
  return {
    async measure(): Promise<number> {
      child.send("measure");
      return Number(await answer());
    },
    end: () => child.kill(),
  };
}
