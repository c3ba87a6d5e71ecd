// A program of bin/ as a child process: what it prints is awaited line by line, never for a time.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { bundled } from "./bundled.ts";

export interface Program {
  /** All lines printed so far, on stdout and on stderr. */
  readonly out: string[];
  readonly err: string[];
  /** The first line on stdout that matches, printed already or yet to come. Rejects if the program ends before. */
  line(pattern: RegExp): Promise<string>;
  /** Types a line. */
  type(text: string): void;
  /** Ends the input. */
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that it died of, once all it printed is read. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const running = new Set<Program>();

/** Starts `bin/<name>`, with these variables besides PATH and HOME. `MOST_KB`: how large a file may become. */
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

/** Ends whatever a test left running. */
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
  // Typing to a program that has just ended is no fault of the test.
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
