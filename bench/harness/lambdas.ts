// The Lambdas of a deployment: each in its own process, started at its first invocation.

import { FAN_OUT } from "../../lambdas/routes.ts";
import type { Handler } from "../../local/gateway/gateway.ts";
import type { Bundles } from "./bundles.ts";
import { lambdaProcess, type LambdaOptions, type LambdaProcess } from "./lambda-process.ts";
import type { Ledger } from "./ledger.ts";

export interface Invocation {
  /** The handler's file. */
  readonly file: string;
  /** The time in milliseconds that it waited for calls to AWS, computed from `CALL_MS`. */
  readonly waitedMs: number;
  /** The measured duration in milliseconds, which AWS bills. */
  readonly ms: number;
}

export class Lambdas {
  readonly #bundles: Bundles;
  readonly #ledger: Ledger;
  readonly #processes = new Map<string, LambdaProcess>();
  #variables: Readonly<Record<string, string>> = {};
  #invocations: Invocation[] = [];

  readonly #options: LambdaOptions;

  constructor(bundles: Bundles, ledger: Ledger, options: LambdaOptions) {
    this.#options = options;
    this.#bundles = bundles;
    this.#ledger = ledger;
  }

  /** Sets the values of the variables that the template gives a bundle, and of those that every Lambda has. */
  setVariables(variables: Readonly<Record<string, string>>): void {
    this.#variables = variables;
  }

  handlerOf(file: string): Handler {
    return async (event, context) => {
      const invocations = this.#invocations;
      const begun = this.#ledger.waitedMs;
      const start = performance.now();
      const result: unknown = await this.#processOf(file).handler(event, context);
      const ms = performance.now() - start;
      invocations.push({ file, waitedMs: this.#ledger.waitedMs - begun, ms });
      return result;
    };
  }

  /** Invocations that have ended since the last reset. */
  get invocations(): readonly Invocation[] {
    return this.#invocations;
  }

  reset(): void {
    this.#invocations = [];
  }

  /** The CPU time of all processes so far, in microseconds. */
  async cpuUsed(): Promise<number> {
    const used = await Promise.all([...this.#processes.values()].map((each) => each.cpuUsed()));
    return used.reduce((sum, each) => sum + each, 0);
  }

  /** Stops the processes: the next invocation of each is a cold start. */
  close(): void {
    for (const process of this.#processes.values()) process.close();
    this.#processes.clear();
  }

  #processOf(file: string): LambdaProcess {
    const running = this.#processes.get(file);
    if (running) return running;
    const bundle = this.#bundles.get(file);
    if (!bundle) throw new Error(`There is no bundle of ${file}.`);
    const variables = this.#variablesOf(bundle.environment);
    // The fan-out's pacing needs a running clock.
    const options = file === FAN_OUT.file ? {} : this.#options;
    const started = lambdaProcess(bundle.code, variables, options);
    this.#processes.set(file, started);
    return started;
  }

  #variablesOf(environment: Readonly<Record<string, string>>): Record<string, string> {
    const own = Object.entries(environment).map(([name, value]) => [
      name,
      this.#variables[name] ?? value,
    ]);
    const besides = Object.entries(this.#variables).filter(([name]) => ALWAYS.test(name));
    return Object.fromEntries([...besides, ...own]) as Record<string, string>;
  }
}

/** The variables that Lambda sets, and the endpoints of local services. */
const ALWAYS = /^AWS_|^(DYNAMODB|SQS)_ENDPOINT$/;
