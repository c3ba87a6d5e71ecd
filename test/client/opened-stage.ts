// The stage of each test of a file, and its newest socket: `openBeforeEach` sets both anew.

import { beforeEach } from "vitest";
import { freezeTime, type FakeSocket, type Stage } from "./fake-server.ts";

export let stage: Stage;
export let socket: FakeSocket;

/** Opens a stage before each test of the file, with time stopped. */
export function openBeforeEach(open: () => Promise<{ stage: Stage; socket: FakeSocket }>): void {
  freezeTime();
  beforeEach(async () => {
    ({ stage, socket } = await open());
  });
}

/** Ends the connection, if there is one, and opens the next one. */
export async function reconnect(): Promise<void> {
  socket = await stage.reconnect();
}
