// Runs a program of bin/ as a child process. Tests wait for its output line by line, never for a fixed time.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { bundled } from "./bundled.ts";

export interface Program {
  /** The lines on stdout so far. */
  readonly out: string[];
  /** The lines on stderr so far. */
  readonly err: string[];
  /** Resolves to the first line on stdout that matches, past or future. Rejects if the program ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Writes a line to stdin. */
  type(text: string): void;
  /** Closes stdin. */
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  /** Resolves to the exit code, or to the signal that ended the program, once its whole output has been read. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const running = new Set<Program>();

/**
 * Starts `bin/<name>`, with `env` in addition to PATH and HOME. `MOST_KB` in it limits the size of each file that the
 * program writes, in KB.
 */
export function start(name: string, args: string[], env: Record<string, string> = {}): Program {
  const { PATH = "", HOME = "" } = process.env;
  const limit = env.MOST_KB === undefined ? "" : `ulimit -f ${Number(env.MOST_KB)};`;
  const command = ["-c", `${limit} exec "$0" "$@"`, process.execPath, bundled(name), ...args];
  const child = spawn("bash", command, {
    env: { PATH, HOME, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const program = follow(child);
  running.add(program);
  void program.ended.finally(() => running.delete(program));
  return program;
}

/** Kills the programs that are still running, and waits until they have ended. */
export async function endAll(): Promise<void> {
  for (const program of running) program.kill("SIGKILL");
  await Promise.all([...running].map(({ ended }) => ended));
}

function follow(child: ChildProcessByStdio<Writable, Readable, Readable>): Program {
  const out: string[] = [];
  const err: string[] = [];
  const printed = createInterface({ input: child.stdout });
  printed.on("line", (line) => out.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => err.push(line));
  const ended = once(child, "close").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
  );
  // Writing to a program that has just ended must not fail the test.
  child.stdin.on("error", () => undefined);
  return {
    out,
    err,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = out.find((line) => pattern.test(line));
          if (found === undefined) return;
          printed.off("line", look);
          resolve(found);
        };
        printed.on("line", look);
        look();
        void ended.then(() => {
          reject(new Error(`No line ${String(pattern)} in:\n${[...out, ...err].join("\n")}`));
        });
      }),
    type: (text) => void child.stdin.write(`${text}\n`),
    endInput: () => void child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
