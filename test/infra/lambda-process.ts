// A bundle as Lambda runs it: a process of its own, with its own variables and no others; events in, results out.

import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handler } from "../../local/gateway/gateway.ts";
import type { Bundle } from "./assembly.ts";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  /** The message of what the handler threw. */
  readonly error?: string;
}

export interface LambdaProcess {
  readonly handler: Handler;
  close(): void;
}

const runtime = (code: string) => `
  const { handler } = require(${JSON.stringify(code)});
  process.on("message", async ({ id, event, deadline }) => {
    const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
    try {
      process.send({ id, result: await handler(event, context) });
    } catch (error) {
      process.send({ id, error: error.message });
    }
  });`;

/** Starts the process of a bundle with exactly these variables. */
export function lambdaProcess({ code }: Bundle, variables: Record<string, string>): LambdaProcess {
  const folder = mkdtempSync(join(tmpdir(), "parley-lambda-"));
  const script = join(folder, "runtime.cjs");
  writeFileSync(script, runtime(code));
  const child = fork(script, { env: variables, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });

  let invocations = 0;
  return {
    handler: async (event, context) => {
      const id = ++invocations;
      const deadline = Date.now() + context.getRemainingTimeInMillis();
      const { result, error } = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, event, deadline });
      });
      if (error !== undefined) throw new Error(error);
      // On the wire a response is JSON, whose absence is null.
      return result;
    },
    close() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
