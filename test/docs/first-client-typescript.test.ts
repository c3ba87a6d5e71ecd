// docs/first-client.md: its TypeScript, checked and run as it stands, against our client and the whole backend.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { WebSocket } from "undici";
import { expect, it, vi } from "vitest";
import { startBackend } from "../backend.ts";
import { codeBlock } from "./code-blocks.ts";

const root = new URL("../../", import.meta.url);
const CODE = codeBlock("first-client.md", "ts", "createChat");

it("is sound TypeScript by the project's own settings", () => {
  const path = fileURLToPath(new URL("docs/first-client.ts", root));
  expect(faultsOf(path, CODE)).toEqual([]);
});

it("connects, sends, hears its own message, and is told why a request is refused", async () => {
  const backend = await startBackend();
  const folder = await mkdtemp(join(tmpdir(), "parley-first-client-"));
  const file = join(folder, "first-client.ts");
  const code = CODE.replaceAll("localhost:3000", new URL(backend.server.httpUrl).host);
  await writeFile(file, code.replace("../client/", new URL("client/", root).href));

  vi.stubGlobal("WebSocket", WebSocket);
  const printed = vi.spyOn(console, "log").mockReturnValue();
  const bob = await backend.join("bob");
  await import(pathToFileURL(file).href);
  const { data } = await bob.heard("bob");
  expect(printed.mock.calls.flat()).toEqual([
    "now connecting",
    "now online",
    "0 rooms",
    `${String(data.room_id)} #1 ann: Hi, Bob`,
    "refused: BAD_REQUEST, message: may be empty only with an attachment",
  ]);

  await rm(folder, { recursive: true });
  await backend.close();
});

/** What the compiler finds wrong with a file that is not there, but could be. */
function faultsOf(path: string, code: string): string[] {
  const configPath = fileURLToPath(new URL("tsconfig.json", root));
  const { config } = ts.readConfigFile(configPath, (name) => ts.sys.readFile(name)) as {
    config: object;
  };
  const files = { ...config, include: [], files: [path] };
  const { options } = ts.parseJsonConfigFileContent(files, ts.sys, fileURLToPath(root));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([path], options, {
    ...host,
    fileExists: (name) => name === path || host.fileExists(name),
    getSourceFile: (name, target, ...rest) =>
      name === path
        ? ts.createSourceFile(name, code, target)
        : host.getSourceFile(name, target, ...rest),
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
