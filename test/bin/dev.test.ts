// `npm start` from the user's point of view: its output, the page, the tokens, the data, and how it ends.

import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request as post, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDatabase } from "../../local/database.ts";
import { addressOf, dev, eachOnItsOwn, folder } from "./dev-program.ts";
import { endAll, start, type Program } from "./program.ts";

async function chat(url: string, user: string, ...lines: string[]): Promise<string[]> {
  const program = start("terminal.ts", ["--as", user, "--url", url]);
  for (const line of lines) program.type(line);
  program.endInput();
  expect(await program.ended).toBe(0);
  return program.out;
}

describe("npm start, while it runs,", () => {
  let program: Program;
  let url: string;
  let data: string;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "parley-dev-"));
    program = start("dev.ts", [], { PORT: "0", DATA_DIR: join(data, "data") });
    url = await addressOf(program);
  });
  afterAll(async () => {
    await endAll();
    await rm(data, { recursive: true });
  });

  it("says where it listens, where the data is, and what to type next", () => {
    const { host, port } = new URL(url);
    expect(Number(port)).toBeGreaterThan(0);
    expect(program.out).toContain(`  Chat        ${url}`);
    expect(program.out).toContain(`  WebSocket   ws://${host}/local`);
    expect(program.out.join("\n")).toContain(`Tokens      POST ${url}/token`);
    expect(program.out.join("\n")).toContain(`Data        ${join(data, "data")}`);
    expect(program.out.join("\n")).toContain(`${url}/?as=ann#/with/bob`);
    expect(program.out.join("\n")).toContain(`npm run chat -- --as ann --url ${url}`);
  });

  it("serves the chat at its address, beside the tokens", async () => {
    expect(await (await fetch(url)).text()).toContain("<title>Parley</title>");
    expect((await fetch(`${url}/app.js`)).status).toBe(200);
    expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  it("answers Socket.IO's client with where to go on", async () => {
    const socket = io(url);
    const { message } = await new Promise<Error>((resolve) => {
      socket.once("connect_error", resolve);
    });
    expect(message).toMatch(/^This is no Socket.IO server: .*docs\/coming-from-socket-io\.md/);
    // The client does not retry, as it would for a server that does not answer.
    expect([socket.connected, socket.active]).toEqual([false, false]);
    const old = await fetch(`${url}/socket.io/?EIO=3&transport=polling`);
    expect([old.status, await old.text()]).toEqual([400, message]);
  });

  it("listens on this machine only", async () => {
    const elsewhere = connect({ port: Number(new URL(url).port), host: "127.0.0.2" });
    await expect(once(elsewhere, "connect")).rejects.toThrow("ECONNREFUSED");
  });

  it("prints a line for each thing that happens, and no token", async () => {
    await chat(url, "ann", "/new bob Hello");
    await program.line(/disconnect .*user=ann/);
    for (const event of ["connect", "connectRooms", "sendNewMessage", "disconnect"]) {
      const lines = program.out.filter((line) => line.split("  ")[1] === event);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d .*user=ann/);
    }
    expect(program.out.join("\n")).not.toContain("eyJ");
  });

  it("ends as cleanly when it is terminated as at Ctrl-C", async () => {
    program.kill("SIGTERM");
    expect(await program.ended).toBe(0);
    expect(program.out.at(-1)).toBe("Ended.");
  });
});

describe("npm start", () => {
  eachOnItsOwn();

  it("ends cleanly at Ctrl-C, and has everything at the next start", async () => {
    const first = dev();
    const address = await addressOf(first);
    await chat(address, "ann", "/new bob Hello", "/edit 1 Hello, Bob");
    first.kill("SIGINT");
    expect(await first.ended).toBe(0);
    expect(first.err).toEqual([]);

    const second = dev({ PORT: new URL(address).port });
    const rooms = await chat(await addressOf(second), "bob");
    expect(rooms[1]).toMatch(/^\* 1 {2}ann {2}1 unread .*ann: Hello, Bob$/);
  });

  it("lets other machines in where HOST says so, by an address, and no page of another site", async () => {
    const address = await addressOf(dev({ HOST: "0.0.0.0" }));
    const { port } = new URL(address);
    const ask = async (host: string, origin?: string): Promise<number> => {
      const headers = { host: `${host}:${port}`, ...(origin && { origin }) };
      const request = post({ port, path: "/token", method: "POST", headers });
      request.end('{"user_id": "ann"}');
      const [response] = (await once(request, "response")) as [IncomingMessage];
      response.resume();
      return response.statusCode ?? 0;
    };
    expect(await ask("192.168.1.7")).toBe(200);
    expect(await ask("192.168.1.7", `http://192.168.1.7:${port}`)).toBe(200);
    expect(await ask("192.168.1.7", "http://192.168.1.8")).toBe(403);
    expect(await ask("rebound.example.com")).toBe(403);
    expect(await chat(address, "ann", "/new bob Hello")).toContain("You are in room 1, bob");
  });

  it("keeps its tokens good from one start to the next", async () => {
    const first = dev();
    const address = await addressOf(first);
    const body = JSON.stringify({ user_id: "ann" });
    const response = await fetch(`${address}/token`, { method: "POST", body });
    const { token } = (await response.json()) as { token: string };
    first.kill("SIGINT");
    await first.ended;

    await addressOf(dev({ PORT: new URL(address).port }));
    const url = `${address.replace("http", "ws")}/local`;
    const client = start("terminal.ts", ["--token", token, "--url", url]);
    client.endInput();
    expect(await client.ended).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "is ended at once by a second signal, %s, while it still waits for a client's goodbye",
    async (second) => {
      const program = dev();
      await connectSilently(await addressOf(program));
      await program.line(/ {2}connect {2}/);
      program.kill("SIGINT");
      await program.line(/^Ending/);
      program.kill(second);
      expect(await program.ended).toBe(second);
      expect(program.out).not.toContain("Ended.");
    },
  );

  it("waits for a client's goodbye after one Ctrl-C, but not for ever", async () => {
    const program = dev();
    await connectSilently(await addressOf(program));
    await program.line(/ {2}connect {2}/);
    program.kill("SIGINT");
    expect(await program.ended).toBe(0);
    expect(program.out.at(-1)).toBe("Ended.");
  });

  it("uses another DynamoDB instead of its own when there is one", async () => {
    const other = await startDatabase();
    const program = dev({ DYNAMODB_ENDPOINT: other.endpoint });
    const address = await addressOf(program);
    expect(program.out.join("\n")).toContain(`Data        ${other.endpoint}`);
    await chat(address, "ann", "/new bob Hello");
    expect((await chat(address, "bob")).at(-1)).toContain("ann: Hello");
    expect(await readdir(join(folder, "data"))).toEqual(["files", "signing-key.json"]);
    program.kill("SIGINT");
    await program.ended;
    await other.close();
  });
});

/** Connects a client that completes the handshake and then sends nothing, not even a close frame. */
async function connectSilently(address: string): Promise<void> {
  const response = await fetch(`${address}/token`, { method: "POST", body: '{"user_id":"zed"}' });
  const { token } = (await response.json()) as { token: string };
  const { port, host } = new URL(address);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined).resume();
  socket.write(
    [
      "GET /local HTTP/1.1",
      `Host: ${host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      `Authorization: Bearer ${token}`,
      "\r\n",
    ].join("\r\n"),
  );
  await once(socket, "data");
}
