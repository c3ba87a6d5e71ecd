// A rollup plugin that compiles TypeScript with esbuild.

import { transform } from "esbuild";
import type { Plugin } from "rollup";

/** The newest syntax in the package. Applications may rely on it; esbuild lowers newer syntax. */
export const TARGET = "es2020";

/** Strips types and lowers syntax, file by file. Imports contain the file extension, so no resolver is necessary. */
export const typescript = (): Plugin => ({
  name: "typescript",
  async transform(source, id) {
    const { code, map } = await transform(source, {
      loader: id.endsWith("x") ? "tsx" : "ts",
      jsx: "automatic",
      target: TARGET,
      sourcefile: id,
      sourcemap: true,
    });
    return { code, map };
  },
});
