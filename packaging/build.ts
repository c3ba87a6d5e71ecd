// Builds the npm package of the client: ES modules and CommonJS with source maps and declarations.

import { copyFile, readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup, type OutputOptions, type Plugin } from "rollup";
import { dts } from "rollup-plugin-dts";
import { typescript } from "./typescript.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
export const PACKAGE_FOLDER = `${root}client/`;

/** The entry points of package.json by output name: `.` is client/index.ts, `./store` is client/store/index.ts. */
async function entries(): Promise<Record<string, string>> {
  const { exports } = JSON.parse(await readFile(`${PACKAGE_FOLDER}package.json`, "utf8")) as {
    exports: Record<string, string | object>;
  };
  const paths = Object.keys(exports).filter((path) => typeof exports[path] === "object");
  return Object.fromEntries(
    paths.map((path) => [
      path === "." ? "index" : path.slice(2),
      `${PACKAGE_FOLDER}${path === "." ? "" : `${path.slice(2)}/`}index.ts`,
    ]),
  );
}

/** Resolves imports from protocol/ to client/protocol-types.ts, so that the declarations do not depend on zod. */
const namedTypes: Plugin = {
  name: "named-types",
  resolveId: (source) =>
    /\/protocol\/[a-z-]+\.ts$/.test(source) ? `${PACKAGE_FOLDER}protocol-types.ts` : null,
};

// Other packages, at present only react, are dependencies of the application.
const external = (id: string): boolean => /^[^./]/.test(id);

// Code that entries share goes into chunks of its own: ChatError is the same class in every entry.
const named = (extension: string): OutputOptions => ({
  entryFileNames: `[name].${extension}`,
  chunkFileNames: `shared/[name].${extension}`,
  // Source paths are relative to client/dist even when the package is built into another folder.
  sourcemapPathTransform: (path, map) =>
    relative(`${PACKAGE_FOLDER}dist`, resolve(dirname(map), path)),
});

/**
 * Writes `dist` and the licence into `folder`, which ends with a slash.
 *
 * @returns the names of the files in `dist`
 */
export async function buildPackage(folder: string): Promise<string[]> {
  const input = await entries();
  const write = async (
    entry: Record<string, string>,
    plugins: Plugin[],
    outputs: readonly OutputOptions[],
  ): Promise<string[]> => {
    const bundle = await rollup({ input: entry, external, plugins });
    const files: string[] = [];
    for (const options of outputs) {
      const { output } = await bundle.write({ dir: `${folder}dist`, ...options });
      files.push(...output.map(({ fileName }) => fileName));
    }
    await bundle.close();
    return files;
  };
  const files = await write(
    input,
    [typescript()],
    [
      { format: "es", sourcemap: true, ...named("js") },
      { format: "cjs", sourcemap: true, ...named("cjs") },
    ],
  );
  for (const [name, file] of Object.entries(input)) {
    const plugins = [namedTypes, dts({ tsconfig: `${PACKAGE_FOLDER}tsconfig.json` })];
    const outputs = ["d.ts", "d.cts"].map((extension) => ({
      format: "es" as const,
      ...named(extension),
    }));
    files.push(...(await write({ [name]: file }, plugins, outputs)));
  }
  await copyFile(`${root}LICENSE`, `${folder}LICENSE`);
  return files;
}
