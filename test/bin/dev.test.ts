import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDatabase } from "../../local/database.ts";
import { endAll, start, type Program } from "./program.ts";

let folder: string;
let servers: Server[] = [];

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

const dev = (env: Record<string, string> = {}): Program =>
  start("dev.ts", [], { PORT: "0", DATA_DIR: join(folder, "data"), ...env });

/** Waits until it is ready; its address. */
async function addressOf(program: Program): Promise<string> {
  await program.line(/^or in a terminal:/);
  return /http:\S+(?=\/token)/.exec(program.out.join("\n"))?.[0] ?? "";
}

/** A server on a free port that does not answer. */
async function silentServer(): Promise<{ server: Server; port: string }> {
  const server = createServer(() => undefined);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: String((server.address() as AddressInfo).port) };
}

async function chat(url: string, user: string, ...lines: string[]): Promise<string[]> {
  const program = start("terminal.ts", ["--as", user, "--url", url]);
  for (const line of lines) program.type(line);
  program.endInput();
  expect(await program.ended).toBe(0);
  return program.out;
}

describe("npm start", () => {
  it("says where it listens, where the data is, and what to type next", async () => {
    const program = dev();
    const url = await addressOf(program);
    const { host, port } = new URL(url);
    expect(Number(port)).toBeGreaterThan(0);
    expect(program.out).toContain(`  Chat        ${url}`);
    expect(program.out).toContain(`  WebSocket   ws://${host}/local`);
    expect(program.out.join("\n")).toContain(`Tokens      POST ${url}/token`);
    expect(program.out.join("\n")).toContain(`Data        ${join(folder, "data")}`);
    expect(program.out.join("\n")).toContain(`${url}/?as=ann#/with/bob`);
    expect(program.out.join("\n")).toContain(`npm run chat -- --as ann --url ${url}`);
  });

  it("serves the chat at its address, beside the tokens", async () => {
    const url = await addressOf(dev());
    expect(await (await fetch(url)).text()).toContain("<title>Parley</title>");
    expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  it("prints a line for each thing that happens, and no token", async () => {
    const program = dev();
    await chat(await addressOf(program), "ann", "/new bob Hello");
    await program.line(/disconnect .*user=ann/);
    for (const event of ["connect", "connectRooms", "sendNewMessage", "disconnect"]) {
      const lines = program.out.filter((line) => line.split("  ")[1] === event);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d .*user=ann/);
    }
    expect(program.out.join("\n")).not.toContain("eyJ");
  });

  it("listens on this machine only", async () => {
    const { port } = new URL(await addressOf(dev()));
    const elsewhere = connect({ port: Number(port), host: "127.0.0.2" });
    await expect(once(elsewhere, "connect")).rejects.toThrow("ECONNREFUSED");
  });

  it("ends cleanly at Ctrl-C, and has everything at the next start", async () => {
    const first = dev();
    const address = await addressOf(first);
    await chat(address, "ann", "/new bob Hello", "/edit 1 Hello, Bob");
    first.kill("SIGINT");
    expect(await first.ended).toBe(0);
    expect(first.err).toEqual([]);

    const second = dev({ PORT: new URL(address).port });
    const rooms = await chat(await addressOf(second), "bob");
    expect(rooms.at(-1)).toMatch(/^\* 1 {2}ann {2}1 unread .*ann: Hello, Bob$/);
  });

  it("ends as cleanly when it is terminated", async () => {
    const program = dev();
    await addressOf(program);
    program.kill("SIGTERM");
    expect(await program.ended).toBe(0);
    expect(program.out.at(-1)).toBe("Ended.");
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
    expect(await readdir(join(folder, "data"))).toEqual(["signing-key.json"]);
    program.kill("SIGINT");
    await program.ended;
    await other.close();
  });
});

describe("npm start says in one line what to change, and exits with 1,", () => {
  async function expectFault(program: Program, line: string): Promise<void> {
    expect(await program.ended).toBe(1);
    expect(program.err).toEqual([line]);
    expect(program.out).toEqual([]);
  }

  it("when its port is taken", async () => {
    const { port } = await silentServer();
    await expectFault(
      dev({ PORT: port }),
      `Port ${port} is taken. PORT chooses another: PORT=3000 npm start`,
    );
  });

  it("when the port is none", async () => {
    await expectFault(
      dev({ PORT: "http" }),
      'PORT must be a number from 0 to 65535 (0: any free port), not "http".',
    );
  });

  it("when there is a file in the place of its folder", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const program = dev({ DATA_DIR: file });
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(
      /file.database cannot be opened: ENOTDIR.* DATA_DIR chooses another folder/,
    );
  });

  it("when there is a file in the place of its folder, and the database is elsewhere", async () => {
    const other = await startDatabase();
    const file = join(folder, "file");
    await writeFile(file, "");
    const program = dev({ DATA_DIR: file, DYNAMODB_ENDPOINT: other.endpoint });
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(/signing-key.json cannot be kept: ENOTDIR.* DATA_DIR chooses/);
    await other.close();
  });

  it("when another server uses its folder", async () => {
    await addressOf(dev());
    const database = join(folder, "data", "database");
    await expectFault(
      dev(),
      `${database} is in use by another process. DATA_DIR chooses another folder: ` +
        "DATA_DIR=<folder> npm start",
    );
  });

  it("when nothing listens at DYNAMODB_ENDPOINT", async () => {
    const { server, port } = await silentServer();
    server.close();
    const endpoint = `http://127.0.0.1:${port}`;
    await expectFault(
      dev({ DYNAMODB_ENDPOINT: endpoint }),
      `DYNAMODB_ENDPOINT: no DynamoDB answers at ${endpoint} (connect ECONNREFUSED 127.0.0.1:${port}). ` +
        "Without it, the embedded one is used.",
    );
  });

  it("when what listens at DYNAMODB_ENDPOINT does not answer, after asking it once", async () => {
    const { server, port } = await silentServer();
    let requests = 0;
    server.on("request", () => requests++);
    const program = dev({ DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` });
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(/^DYNAMODB_ENDPOINT: no DynamoDB answers .*takes too long/);
    expect(requests).toBe(1);
  });

  it("when what listens at DYNAMODB_ENDPOINT is something else", async () => {
    const { server, port } = await silentServer();
    server.on("request", (_req, res) => res.writeHead(404).end("<html>"));
    const program = dev({ DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` });
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(/^DYNAMODB_ENDPOINT: no DynamoDB answers/);
  });

  it("when DYNAMODB_ENDPOINT is no address", async () => {
    await expectFault(
      dev({ DYNAMODB_ENDPOINT: "localhost:8000" }),
      'DYNAMODB_ENDPOINT must be a URL such as http://localhost:8000, not "localhost:8000".',
    );
  });
});

/** A client that completes the handshake, and then never says anything, not even goodbye. */
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
