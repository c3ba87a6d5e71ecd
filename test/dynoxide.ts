// A second DynamoDB for tests, in its own process. Dynoxide counts the write units of an index and orders attributes
// differently, so it reveals what holds only for the embedded DynamoDB. Its binary exists only for Linux on x64.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { freePort } from "../bench/servers/free-port.ts";
import type { Database } from "../local/database.ts";

const binary = (() => {
  try {
    const { resolve } = createRequire(import.meta.url);
    return join(dirname(resolve("@dynoxide/linux-x64/package.json")), "dynoxide");
  } catch {
    return undefined;
  }
})();

/** The reason why dynoxide cannot run here; undefined if it can. */
export const noDynoxide: string | undefined = !binary
  ? "dynoxide is not installed: it is there for Linux on x64"
  : spawnSync(binary, ["--version"]).status === 0
    ? undefined
    : "dynoxide does not run on this system";

/** Starts dynoxide in memory, on a free port of the loopback interface. Throws if it cannot run on this machine. */
export async function startDynoxide(): Promise<Database> {
  if (!binary || noDynoxide !== undefined) throw new Error(noDynoxide);
  const port = await freePort();
  const child = spawn(binary, ["serve", "--port", String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = () => child.kill();
  process.once("exit", kill);
  const ended = once(child, "exit");
  await once(child.stderr, "data");
  child.stderr.resume();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}
