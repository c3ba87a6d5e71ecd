// docs/asyncapi.yaml in a code generator: Modelina creates a named model for every schema that needs one.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  DartGenerator,
  KotlinGenerator,
  PYTHON_PYDANTIC_PRESET,
  PythonGenerator,
  TypeScriptGenerator,
  type OutputModel,
} from "@asyncapi/modelina";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ASYNCAPI_FILE } from "../../generators/asyncapi/render.ts";
import { NAMED } from "../../generators/named-schemas.ts";

const run = promisify(execFile);

// Strings, lists and unions. No language needs a type of its own for them.
const NO_MODEL = new Set([
  "MessageOrTombstone",
  "FirstMessage",
  "LastMessage",
  "RoomEvent",
  "HistoryEvent",
]);

const LANGUAGES = {
  TypeScript: new TypeScriptGenerator({ modelType: "interface" }),
  Python: new PythonGenerator({ presets: [PYTHON_PYDANTIC_PRESET] }),
  Kotlin: new KotlinGenerator(),
  Dart: new DartGenerator(),
};
type Language = keyof typeof LANGUAGES;

const models = {} as Record<Language, OutputModel[]>;
beforeAll(async () => {
  // Parsed once for all languages: parsing takes most of the time.
  const input = await LANGUAGES.TypeScript.process(
    parse(await readFile(ASYNCAPI_FILE, "utf8")) as Record<string, unknown>,
  );
  for (const [language, generator] of Object.entries(LANGUAGES)) {
    models[language as Language] = await generator.generate(input);
  }
});

describe.each(Object.keys(LANGUAGES) as Language[])("in %s", (language) => {
  it("everything has a model, and none is anonymous", () => {
    const made = models[language].map(({ modelName }) => modelName);
    expect(made).toEqual(
      expect.arrayContaining(Object.keys(NAMED).filter((name) => !NO_MODEL.has(name))),
    );
    const text = models[language].map(({ modelName, result }) => modelName + result).join("\n");
    expect(text).not.toMatch(/anonym/i);
    expect(new Set(made).size).toBe(made.length);
  });
});

it("every model in Python compiles", async ({ skip }) => {
  const version = await run("python3", ["--version"]).catch(() => undefined);
  if (!version) skip("There is no python3.");
  const folder = await mkdtemp(join(tmpdir(), "parley-models-"));
  const files = models.Python.map(({ modelName, result, dependencies }) => ({
    path: join(folder, `${modelName}.py`),
    text: [...dependencies, result].join("\n"),
  }));
  await Promise.all(files.map(({ path, text }) => writeFile(path, text)));
  await run("python3", ["-m", "py_compile", ...files.map(({ path }) => path)]);
  await rm(folder, { recursive: true });
});
