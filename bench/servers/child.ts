// A server in its own process, which can be killed and restarted at the same port.

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Child {
  /** Starts it; resolves once it has printed `ready`. */
  start(): Promise<void>;
  /** Resident memory, in bytes. */
  memory(): Promise<number>;
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

/** Returns a program of this project as a process that is not started yet. tsx runs it. */
export function child(
  program: string,
  env: Readonly<Record<string, string>>,
  ready: string,
): Child {
  let running: ChildProcess | undefined;
  return {
    async start() {
      const started = spawn(process.execPath, ["--import", "tsx", program], {
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
        stdio: ["ignore", "pipe", "inherit"],
      });
      running = started;
      await new Promise<void>((resolve, reject) => {
        started.once("exit", () => {
          reject(new Error(`${program} ended.`));
        });
        let printed = "";
        // Keep reading: a full pipe would block the server.
        started.stdout.on("data", (chunk: Buffer) => {
          if (printed.includes(ready)) return;
          printed += chunk.toString();
          if (printed.includes(ready)) resolve();
        });
      });
    },
    async memory() {
      const { stdout } = await run("ps", ["-o", "rss=", "-p", String(running?.pid)]);
      return Number(stdout) * 1_024;
    },
    async end(signal) {
      if (!running) return;
      const ended = once(running, "exit");
      running.kill(signal);
      await ended;
      running = undefined;
    },
  };
}
