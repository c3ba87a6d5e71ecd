// A rollup plugin that compiles TypeScript with esbuild.

import { transform } from "esbuild";
import type { Plugin } from "rollup";

/** The syntax that applications may count on. What needs more is written in its terms. */
export const TARGET = "es2020";

/** Strips types and lowers syntax, file by file. Imports name their files whole, so there is nothing to resolve. */
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
