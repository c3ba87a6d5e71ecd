// The TypeScript in docs/: all of it compiles, and that of first-client.md runs unchanged against client and backend.

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { WebSocket } from "undici";
import { expect, it, vi } from "vitest";
import { startBackend } from "../backend.ts";
import { codeBlock, codeBlocks } from "./code-blocks.ts";

const root = new URL("../../", import.meta.url);
const CODE = codeBlock("first-client.md", "ts", "createChat");

// The declarations that the code of coming-from-socket-io.md omits.
const LEFT_OUT = `
import { ChatError, createChat } from "../client/index.ts";
declare const room_id: string, message_id: string, fetchToken: () => Promise<string>;
type Show = (...what: unknown[]) => void;
declare const showRooms: Show, showFailed: Show, append: Show, replace: Show, erase: Show, openRoom: Show;
declare const addConversation: Show, addGroup: Show, showTyping: Show, hideTyping: Show;
`;

const STORE_LEFT_OUT = `
declare const fetchToken: () => Promise<string>;
declare const showRoom: (...what: unknown[]) => void, showMessages: (messages: unknown) => void;
declare const signal: <T>(value: T) => { value: T };
declare const Conversation: (props: object) => null;
`;

const storePage = (): string => {
  const code = ["ts", "tsx"].flatMap((language) => codeBlocks("client-store.md", language));
  return `${STORE_LEFT_OUT}${code.join("")}void [close, stop];`
    .replaceAll('"parley-chat"', '"../client/index.ts"')
    .replaceAll(/"parley-chat\/(\w+)"/g, '"../client/$1/index.ts"');
};

// The declarations that the code of client/README.md omits.
const PACKAGE_LEFT_OUT = `
declare const userId: string, url: string, token: () => Promise<string>;
export {};
`;

/** The TypeScript of each page, as files by path. */
const PAGES: Record<string, () => Record<string, string>> = {
  "README.md": () => files("chat", codeBlocks("../README.md", "ts")),
  "client/README.md": () =>
    files(
      "client/readme",
      codeBlocks("../client/README.md", "ts").map(
        (code) => code.replaceAll(/"parley-chat(.*?)"/g, '".$1/index.ts"') + PACKAGE_LEFT_OUT,
      ),
    ),
  "docs/client-store.md": () => ({ "docs/client-store.tsx": storePage() }),
  "docs/first-client.md": () => ({ "docs/first-client.ts": CODE }),
  "docs/operations.md": () =>
    files(
      "docs/operations",
      codeBlocks("operations.md", "ts").map((code) =>
        code
          .replace('"parley-cdk"', '"../lib/index.ts"')
          .replace("class Shop", "export class Shop"),
      ),
    ),
  "docs/coming-from-socket-io.md"() {
    const fragments = codeBlocks("coming-from-socket-io.md", "ts").map((code) =>
      code.startsWith("const chat") ? code : `{\n${code}}\n`,
    );
    return { "docs/coming-from-socket-io.ts": LEFT_OUT + fragments.join("") };
  },
};

const files = (name: string, codes: readonly string[]): Record<string, string> =>
  Object.fromEntries(codes.map((code, place) => [`${name}-${place}.ts`, code]));

it("is sound by the project's own settings, which are strict, on every page", async () => {
  const pages = await Promise.all(["", "client/", "docs/", "docs/decisions/"].map(pagesIn));
  const withCode = pages.flat().filter((page) => codeBlocks(`../${page}`, "ts").length > 0);
  expect(withCode.sort()).toEqual(Object.keys(PAGES).sort());
  const all = Object.assign({}, ...Object.values(PAGES).map((page) => page())) as Record<
    string,
    string
  >;
  expect(compileErrors(all)).toEqual([]);
});

it("connects, sends, gets its own message, and gets the reason of a refusal", async () => {
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

const pagesIn = async (folder: string): Promise<string[]> =>
  (await readdir(new URL(folder || ".", root)))
    .filter((name) => name.endsWith(".md"))
    .map((name) => folder + name);

/** The compiler's errors in files that exist only in memory. */
function compileErrors(files: Record<string, string>): string[] {
  const codes = new Map(
    Object.entries(files).map(([path, code]) => [fileURLToPath(new URL(path, root)), code]),
  );
  const { config } = ts.readConfigFile(fileURLToPath(new URL("tsconfig.json", root)), (path) =>
    ts.sys.readFile(path),
  ) as { config: object };
  const { options: ours } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [...codes.keys()] },
    ts.sys,
    fileURLToPath(root),
  );
  // The code of a page may be incomplete, so unused locals are allowed. Some of it is for browsers.
  const lib = [...(ours.lib ?? []), "lib.dom.d.ts"];
  const options = { ...ours, lib, noUnusedLocals: false, jsx: ts.JsxEmit.ReactJSX };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...codes.keys()], options, {
    ...host,
    fileExists: (path) => codes.has(path) || host.fileExists(path),
    getSourceFile(path, target, ...rest) {
      const code = codes.get(path);
      if (code === undefined) return host.getSourceFile(path, target, ...rest);
      return ts.createSourceFile(path, code, target);
    },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
