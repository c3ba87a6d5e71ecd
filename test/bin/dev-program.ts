// Runs `npm start` as a child process, for its tests.

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { endAll, start, type Program } from "./program.ts";

/** The temporary folder of the current test. */
export let folder: string;
let servers: Server[] = [];

/** Creates a folder for each test of the suite; after the test, ends what it started and deletes the folder. */
export function eachOnItsOwn(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "parley-dev-"));
  });

  afterEach(async () => {
    await endAll();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    servers = [];
    await rm(folder, { recursive: true });
  });
}

/** Starts `npm start` on a free port, with its data in `folder`. */
export const dev = (env: Record<string, string> = {}, ...args: string[]): Program =>
  start("dev.ts", args, { PORT: "0", DATA_DIR: join(folder, "data"), ...env });

/** Waits until the program is ready, and resolves to its address. */
export async function addressOf(program: Program): Promise<string> {
  await program.line(/^or in a terminal:/);
  return /http:\S+(?=\/token)/.exec(program.out.join("\n"))?.[0] ?? "";
}

/** Starts a server on a free port that never answers. */
export async function silentServer(): Promise<{ server: Server; port: string }> {
  const server = createServer(() => undefined);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: String((server.address() as AddressInfo).port) };
}
