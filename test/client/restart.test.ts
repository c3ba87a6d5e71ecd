// A server that restarts: what was written meanwhile waits, and then goes out.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "undici";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createChat, type Chat } from "../../client/index.ts";
import type { Backend } from "../backend.ts";
import { seeing } from "./seeing.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "parley-"));
});
afterAll(() => rm(dataDir, { recursive: true }));

/** A backend whose modules are loaded again, as in another process. */
async function start(port?: number): Promise<Backend> {
  vi.resetModules();
  const { startBackend } = await import("../backend.ts");
  return await startBackend({ dataDir, ...(port !== undefined && { port }) });
}

it("messages wait for the server, go out in order, and arrive once", async () => {
  let backend = await start();
  const { url, gateway } = backend.server;
  const enter = (id: string): Chat => {
    const token = () => backend.server.issuer.sign(id);
    const chat = createChat({ url, token, WebSocket, backoff: { initial: 50, max: 200 } });
    chat.connect();
    return chat;
  };
  const [ann, bob] = [enter("ann"), enter("bob")] as const;
  const [annSees, bobSees] = [seeing(ann), seeing(bob)];
  await bob.connectRooms();
  const { _id: room_id } = await ann.createGroup({ room_name: "Tea", recipients: ["bob"] });
  await bobSees.first("group");
  await ann.sendMessage({ room_id, message: "0" });

  await backend.close();
  await annSees.first("connection", ({ state }) => state === "offline");
  const sending = ["1", "2", "3"].map((message) => ann.sendMessage({ room_id, message }));
  backend = await start(gateway.port);

  const sent = await Promise.all(sending);
  expect(sent.map(({ rev }) => rev)).toEqual([2, 3, 4]);
  await bobSees.first("message", ({ rev }) => rev === 4);
  for (const sees of [annSees, bobSees]) {
    const texts = sees.all("message").map((told) => "message" in told && told.message);
    expect(texts).toEqual(["0", "1", "2", "3"]);
    expect(sees.all("error")).toEqual([]);
  }
  for (const chat of [ann, bob]) chat.close();
  await backend.close();
});
