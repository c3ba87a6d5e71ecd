// What `npm start` says when it cannot start.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startDatabase } from "../../local/database.ts";
import { addressOf, dev, eachOnItsOwn, folder, silentServer } from "./dev-program.ts";
import type { Program } from "./program.ts";

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
    expect(program.err[0]).toMatch(/file.files cannot be made: ENOTDIR.* DATA_DIR chooses/);
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
