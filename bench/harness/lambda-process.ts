// Runs a bundle as Lambda does: in its own process, with only its own variables. Events and results are messages.

import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handler } from "../../local/gateway/gateway.ts";
import { limitCpu } from "./cpu-share.ts";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  /** The message of the error that the handler threw. */
  readonly error?: string;
}

export interface LambdaProcess {
  readonly handler: Handler;
  /** The CPU time of the process so far, in microseconds of user and system time. */
  cpuUsed(): Promise<number>;
  close(): void;
}

export interface LambdaOptions {
  /**
   * Stops the handler's clock during an invocation, so that its behaviour does not depend on the machine's load: a slow
   * append, for example, reads the receivers again.
   */
  readonly clockStands?: boolean;
  /** The process's share of a core. Default: a whole core. */
  readonly cpuShare?: number;
}

const runtime = (code: string, { clockStands = false }: LambdaOptions) => `
  const { handler } = require(${JSON.stringify(code)});
  const now = Date.now;
  process.on("message", async ({ id, event, deadline }) => {
    if (${clockStands}) {
      const arrival = now();
      Date.now = () => arrival;
    }
    if (event === undefined) {
      const { user, system } = process.cpuUsage();
      process.send({ id, result: user + system });
      return;
    }
    const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
    try {
      process.send({ id, result: await handler(event, context) });
    } catch (error) {
      process.send({ id, error: error.message });
    }
  });`;

/** Starts a process for the bundle at the path `code`, with exactly these variables. */
export function lambdaProcess(
  code: string,
  variables: Record<string, string>,
  options: LambdaOptions = {},
): LambdaProcess {
  const folder = mkdtempSync(join(tmpdir(), "parley-lambda-"));
  const script = join(folder, "runtime.cjs");
  writeFileSync(script, runtime(code, options));
  const child = fork(script, { env: variables, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  if (options.cpuShare !== undefined && child.pid !== undefined) {
    child.once("exit", limitCpu(child.pid, options.cpuShare));
  }
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });

  let asked = 0;
  const ask = async (question: object): Promise<unknown> => {
    const id = ++asked;
    const { result, error } = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      child.send({ id, ...question });
    });
    if (error !== undefined) throw new Error(error);
    return result;
  };
  return {
    handler: (event, context) =>
      ask({ event, deadline: Date.now() + context.getRemainingTimeInMillis() }),
    cpuUsed: async () => (await ask({})) as number,
    close() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
