// The error messages of `npm start` when it cannot start, or cannot continue.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startDatabase } from "../../local/database.ts";
import { addressOf, dev, eachOnItsOwn, folder, silentServer } from "./dev-program.ts";
import { start, type Program } from "./program.ts";

describe("npm start says in one line what to change, and exits with 1,", () => {
  eachOnItsOwn();

  async function expectFault(program: Program, line: string): Promise<void> {
    expect(await program.ended).toBe(1);
    expect(program.err).toEqual([line]);
    expect(program.out).toEqual([]);
  }

  it("when its port is taken", async () => {
    const { port } = await silentServer();
    await expectFault(
      dev({ PORT: port }),
      `Port ${port} is taken. --port chooses another: npm start -- --port 3000`,
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
      /file.database cannot keep data: ENOTDIR.* DATA_DIR chooses another folder/,
    );
  });

  it("when there is a file in the place of its folder, and the database is elsewhere", async () => {
    const other = await startDatabase();
    const file = join(folder, "file");
    await writeFile(file, "");
    const program = dev({ DATA_DIR: file, DYNAMODB_ENDPOINT: other.endpoint });
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(/file.files cannot keep data: ENOTDIR.* DATA_DIR chooses/);
    await other.close();
  });

  it("when no folder can be made where it should be, and Node would try for ever", async () => {
    await expectFault(
      dev({ DATA_DIR: "/proc/parley/data" }),
      "/proc/parley/data/database cannot keep data: ENOENT. DATA_DIR chooses another folder: " +
        "DATA_DIR=<folder> npm start",
    );
  });

  it("when the database in its folder is damaged", async () => {
    const database = join(folder, "data", "database");
    const server = dev();
    await addressOf(server);
    server.kill("SIGTERM");
    await server.ended;
    await writeFile(join(database, "CURRENT"), "nonsense");
    const program = dev();
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(/database cannot be opened: Corruption: .* DATA_DIR chooses/);
  });

  it("when an argument is none", async () => {
    await expectFault(
      dev({}, "--prot", "3001"),
      "Unknown option '--prot'. Usage: npm start -- [--port 3001] [--host 0.0.0.0]",
    );
  });

  it("when it is to listen on an address of another machine", async () => {
    await expectFault(
      dev({ HOST: "192.0.2.254" }),
      "192.0.2.254 is no address of this machine. --host 0.0.0.0 listens on all that it has.",
    );
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

describe("npm start ends with one line", () => {
  eachOnItsOwn();

  it("when its disk is full while it runs", async () => {
    // A limit of 64 KB per file simulates a full disk.
    const program = dev({ MOST_KB: "64" });
    const address = await addressOf(program);
    const client = start("terminal.ts", ["--as", "ann", "--url", address]);
    client.type(`/new bob ${"x".repeat(7_000)}`);
    for (let i = 0; i < 20; i++) client.type("y".repeat(7_000));
    expect(await program.ended).toBe(1);
    expect(program.err).toHaveLength(1);
    expect(program.err[0]).toMatch(
      /^The database in \S+ cannot go on: .*File too large\. Make room/,
    );
  });
});
