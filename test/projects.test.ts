// The projects of vitest.config.ts: checks that each test file may share a process with the others of its project.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { createFilter } from "vite";
import { describe, expect, it } from "vitest";
import config from "../vitest.config.ts";

interface Project {
  readonly test: { readonly name: string; readonly include: readonly string[] };
}
const PROJECTS = config.test?.projects as unknown as readonly Project[];

const TEST_FILES = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((path) => `test/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".test.ts"));

const filesOf = (project: string): string[] =>
  PROJECTS.filter(({ test }) => test.name === project).flatMap(({ test: { include } }) =>
    TEST_FILES.filter(createFilter(include, [], { resolve: false })),
  );

const IMPORT = /^(?:import|export)(?! type)[^"]*"(\.[^"]+)"|import\("(\.[^"]+)"\)/gm;
const texts = new Map<string, string>();
function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, "utf8");
  texts.set(file, text);
  return text;
}

/** A file of test/ and all modules that it imports, directly or through other files of test/. */
function modulesOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  if (!file.startsWith("test/")) return found;
  for (const [, imported = "", loaded = ""] of textOf(file).matchAll(IMPORT)) {
    modulesOf(join(dirname(file), imported || loaded), found);
  }
  return found;
}

const imports = (file: string, ...modules: string[]) => {
  const found = modulesOf(file);
  return modules.some((module) => found.has(module));
};
const contains = (file: string, text: RegExp) =>
  [...modulesOf(file)].some((module) => module.startsWith("test/") && text.test(textOf(module)));

describe.each(["shared", "units"])("the project %s, whose files share a process", (project) => {
  it("has no file with a real backend, whose handlers would get other files' mocks", () => {
    const files = filesOf(project);
    expect(files.length).toBeGreaterThan(10);
    const real = files.filter((file) => imports(file, "test/backend.ts", "dev-server/server.ts"));
    expect(real).toEqual([]);
  });

  it("has no file with a real table, except one that first removes the mock of the table's client", () => {
    const real = filesOf(project)
      .filter((file) => imports(file, "test/store/embedded.ts", "test/dynoxide.ts"))
      .filter((file) => !textOf(file).includes("dynamodb.restore()"));
    expect(real).toEqual([]);
  });
});

describe("the project shared, whose files share the modules too", () => {
  it("has no file that mocks a module or a client, which others would find mocked", () => {
    const mocking = filesOf("shared").filter((file) => contains(file, /\bvi\.mock\(|mockClient\(/));
    expect(mocking).toEqual([]);
  });
});

describe("the project backend, whose files share a process", () => {
  it("has no file that mocks the table's client", () => {
    expect(filesOf("backend").length).toBeGreaterThan(10);
    expect(filesOf("backend").filter((file) => contains(file, /mockClient\(/))).toEqual([]);
  });
});
