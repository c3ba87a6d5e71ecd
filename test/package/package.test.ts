// The npm package as installed: its files, its types, its size, and the platforms and bundlers that it works with.

import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { build as vite } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import webpack from "webpack";
import { installPackage, run, type Installed } from "./installed.ts";
import { faultsOf, TYPED_APPLICATION, WAYS } from "./strict.ts";
import { APPLICATION, REPORT } from "./application.ts";
import { BROWSER, REACT_NATIVE, runOn } from "./bare-platform.ts";

let installed: Installed;
beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => installed.remove());

const root = new URL("../../", import.meta.url).pathname;
const ESM = 'import { ChatError, createChat } from "parley-chat";\n';
const COMMONJS = 'const { ChatError, createChat } = require("parley-chat");\n';

/** Writes a file of a project and resolves to its path. */
async function project(name: string, code: string): Promise<string> {
  const file = join(installed.projects, name);
  await writeFile(file, code);
  return file;
}

describe("what is published", () => {
  it("is what the build makes, the licence and the page, and nothing else", async () => {
    const others = installed.files.filter((file) => !file.startsWith("dist/"));
    expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
    const kinds = new Set(installed.files.map((file) => file.replace(/^[^.]+/, "")));
    expect([...kinds].sort()).toEqual(
      ["", ".cjs", ".cjs.map", ".d.cts", ".d.ts", ".js", ".js.map", ".json", ".md"].sort(),
    );
    const { version } = JSON.parse(await readFile(`${root}package.json`, "utf8")) as Package;
    const manifest = JSON.parse(
      await readFile(join(installed.folder, "package.json"), "utf8"),
    ) as Package;
    expect(manifest.version).toBe(version);
    expect(manifest.dependencies).toBeUndefined();
  });

  it("has no fault that publint finds", async () => {
    const { messages, pkg } = await publint({
      pkgDir: installed.folder,
      pack: false,
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has the right types for every way to resolve it", async () => {
    const attw = createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json");
    const tool = join(attw, "../dist/index.js");
    const { stdout } = await run(process.execPath, [
      tool,
      installed.tarball,
      "--format",
      "json",
    ]).catch((error: unknown) => error as { stdout: string });
    const { problems } = JSON.parse(stdout) as { problems?: object };
    expect(problems).toEqual({});
  });

  it.each(["index.js", "index.cjs"])(
    "maps %s to its sources, which are in the map",
    async (file) => {
      const text = await readFile(join(installed.folder, "dist", `${file}.map`), "utf8");
      const map = JSON.parse(text) as { sources: string[]; sourcesContent: (string | null)[] };
      expect(map.sources).toContain("../chat.ts");
      expect(map.sourcesContent.every((source) => source?.startsWith("// "))).toBe(true);
    },
  );

  it("is ES2020, which engines of that year read", async () => {
    const acorn = createRequire(createRequire(import.meta.url).resolve("webpack"))("acorn") as {
      parse(code: string, options: object): unknown;
    };
    for (const file of installed.files.filter((name) => /\.c?js$/.test(name))) {
      const code = await readFile(join(installed.folder, file), "utf8");
      expect(
        () => acorn.parse(code, { ecmaVersion: 2020, sourceType: "module" }),
        file,
      ).not.toThrow();
    }
  });

  it("has declarations that need no other package", async () => {
    for (const file of installed.files.filter((name) => /\.d\.c?ts$/.test(name))) {
      const text = await readFile(join(installed.folder, file), "utf8");
      const imported = Array.from(
        text.matchAll(/(?:from|import\()\s*['"]([^'"]+)/g),
        ([, name]) => name,
      );
      expect(imported.filter((name) => !/^(\.|react$)/.test(name ?? ""))).toEqual([]);
    }
  });
});

describe("it is used", () => {
  it("in Node, as an ES module", async () => {
    const file = await project("esm.mjs", `${ESM}const report = console.log;${APPLICATION}`);
    expect((await run(process.execPath, [file])).stdout.trim()).toBe(REPORT);
  });

  it("in Node, as CommonJS", async () => {
    const file = await project(
      "commonjs.cjs",
      `${COMMONJS}const report = console.log;${APPLICATION}`,
    );
    expect((await run(process.execPath, [file])).stdout.trim()).toBe(REPORT);
  });

  it("where there is no window, document, URL or crypto, as in React Native", async () => {
    const { outputFiles } = await esbuild({
      stdin: { contents: COMMONJS + APPLICATION, resolveDir: installed.projects },
      bundle: true,
      write: false,
      format: "iife",
      target: "es2020",
    });
    const script = outputFiles[0]?.text ?? "";
    expect(await runOn(REACT_NATIVE, script)).toBe(REPORT);
  });

  it("in a page that Vite builds", async () => {
    const entry = await project("vite.js", ESM + APPLICATION);
    const built = await vite({
      root: installed.projects,
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        minify: false,
        lib: { entry, formats: ["iife"], name: "application" },
      },
    });
    const page = [built].flat().flatMap((bundle) => ("output" in bundle ? bundle.output : []));
    const [code = ""] = page.map((file) => ("code" in file ? file.code : ""));
    expect(await runOn(BROWSER, code)).toBe(REPORT);
  });

  it("in a page that webpack builds", async () => {
    const entry = await project("webpack.js", ESM + APPLICATION);
    const path = join(installed.projects, "webpack");
    const compiler = webpack({
      entry,
      mode: "production",
      target: "web",
      output: { path, filename: "page.js" },
      optimization: { minimize: false },
    });
    await new Promise<void>((done, fail) => {
      compiler.run((error, stats) => {
        if (error) fail(error);
        else if (stats?.hasErrors()) fail(new Error(stats.toString({ all: false, errors: true })));
        else done();
      });
    });
    expect(await runOn(BROWSER, await readFile(join(path, "page.js"), "utf8"))).toBe(REPORT);
  });
});

describe("its types", () => {
  it.each(Object.entries(WAYS))(
    "hold under the strictest settings, resolved as %s",
    async (_, way) => {
      const files = await Promise.all(
        ["strict.mts", "strict.cts"].map((name) => project(name, TYPED_APPLICATION)),
      );
      expect(faultsOf(files, way)).toEqual([]);
    },
  );
});

describe("what it adds to a page, minified and gzipped", () => {
  /** @returns the gzipped size in bytes, and the files in the bundle */
  const measure = async (code: string) => {
    const { outputFiles, metafile } = await esbuild({
      stdin: { contents: code, resolveDir: installed.projects },
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      logLevel: "error",
      format: "esm",
      platform: "browser",
      external: ["react"],
    });
    const { length: size } = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 });
    return { size, files: Object.keys(metafile.inputs).filter((file) => file !== "<stdin>") };
  };
  const CHAT = 'export { ChatError, createChat } from "parley-chat";';
  const STORE = 'export { createChatStore } from "parley-chat/store";';

  it.each([
    ["a chat", CHAT, 11],
    ["a chat and its store", CHAT + STORE, 20.2],
    ["all that there is", ["", "store", "react", "tabs", "indexeddb", "localstorage"], 27],
  ])("%s: nothing of another package, and at most its limit in KB", async (_, code, limit) => {
    const { size, files } = await measure(
      typeof code === "string"
        ? code
        : code.map((entry) => `export * from "${join("parley-chat", entry)}";`).join(""),
    );
    expect(files.filter((file) => !file.includes("parley-chat/dist/"))).toEqual([]);
    expect(size / 1024).toBeLessThanOrEqual(limit);
  });

  it("a chat is smaller than Socket.IO's client, which has neither order nor an outbox", async () => {
    const socketIo = await esbuild({
      stdin: { contents: 'export { io } from "socket.io-client";', resolveDir: root },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "browser",
    });
    const { length } = gzipSync(socketIo.outputFiles[0]?.contents ?? "", { level: 9 });
    expect((await measure(CHAT)).size / length).toBeLessThan(0.9);
  });

  it("is nothing if nothing of it is used", async () => {
    const unused = 'import "parley-chat"; import "parley-chat/store"; import "parley-chat/react";';
    expect((await measure(unused)).size).toBeLessThan(100);
  });
});

interface Package {
  version: string;
  dependencies?: object;
}
