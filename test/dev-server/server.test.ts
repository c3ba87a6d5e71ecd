// The local server, in this process.

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { Server, ServerOptions } from "../../dev-server/server.ts";

const servers: Server[] = [];

beforeEach(() => {
  process.env.LOG_LEVEL = "off";
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Starts a server with freshly loaded modules, because a module starts only one. */
async function start(options?: ServerOptions): Promise<Server> {
  vi.resetModules();
  const { startServer } = await import("../../dev-server/server.ts");
  const server = await startServer(options);
  servers.push(server);
  return server;
}

async function connect({ url }: Server, token: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } });
  await once(socket, "open");
  return socket;
}

async function ask(socket: WebSocket, action: string): Promise<string> {
  socket.send(JSON.stringify({ action }));
  const [data] = (await once(socket, "message")) as [Buffer];
  return data.toString("utf8");
}

describe("a server in this process", () => {
  it("accepts, by the production authorizer, a token of its issuer", async () => {
    const server = await start();
    const { issuer } = server;
    const ann = await connect(server, await issuer.sign("ann"));
    expect(await ask(ann, "connectRooms")).toContain('"data":[]');
    const expired = await issuer.sign("ann", { expiresIn: -60 });
    await expect(connect(server, expired)).rejects.toThrow("401");
    await expect(connect(server, await issuer.sign("message"))).rejects.toThrow("401");
  });

  it("stores a message before it closes, though nobody is there for the reply", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "parley-server-"));
    let onMessage: (value: unknown) => void = () => undefined;
    const arrived = new Promise((resolve) => (onMessage = resolve));
    const first = await start({
      dataDir,
      observe: ({ kind }) => {
        if (kind === "message") onMessage(kind);
      },
    });
    const ann = await connect(first, await first.issuer.sign("ann"));
    const message = { message: "last words" };
    ann.send(JSON.stringify({ action: "sendNewMessage", recipient_id: "bob", message }));
    await arrived;
    ann.terminate();
    await first.close();

    const second = await start({ dataDir });
    const bob = await connect(second, await second.issuer.sign("bob"));
    expect(await ask(bob, "connectRooms")).toContain("last words");
    await second.close();
    await rm(dataDir, { recursive: true });
  });

  it("answers 404 where there is nothing", async () => {
    const { httpUrl } = await start();
    expect((await fetch(`${httpUrl}/elsewhere`)).status).toBe(404);
  });

  it("makes its table on its database", async () => {
    const { dynamodbEndpoint: endpoint } = await start();
    const client = new DynamoDBClient({ endpoint });
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual(["parley"]);
    client.destroy();
  });

  it("is the only one: the handlers' settings are the process's", async () => {
    await start();
    const { startServer } = await import("../../dev-server/server.ts");
    await expect(startServer()).rejects.toThrow("There can be only one server in a process.");
  });

  it("frees its port when the rest does not start", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    taken.close();
    await once(taken, "close");

    await expect(start({ port, dataDir: "/dev/null/data" })).rejects.toThrow("ENOTDIR");
    const again = createServer().listen(port, "127.0.0.1");
    await once(again, "listening");
    again.close();
  });
});
