// A hanging post is cut off by a timer that garbage collection does not take away.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it, vi } from "vitest";
import { managementClient, poster } from "../../lambdas/delivery/post.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

it("a post that hangs is cut off when its time is over, also after garbage was collected", async () => {
  vi.stubEnv("AWS_REGION", "local");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = managementClient(`http://127.0.0.1:${port}`);
  const post = poster(client, { attemptMs: 1_000, backoffMs: 1 });
  const posting = post("c1", new Uint8Array([123, 125]), AbortSignal.timeout(60_000));
  await once(server, "request");
  // A signal that nothing but AbortSignal.any() holds goes with the garbage, and its timer never fires.
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  expect(await posting).toMatchObject({ posted: "failed", retries: 0 });
  server.closeAllConnections();
  server.close();
});
