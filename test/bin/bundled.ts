// Bundles the programs of bin/, each into one file, at most once per test run: starting a program from its sources
// takes three times the CPU, nearly all of it for resolving and compiling some two hundred modules.

import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of this run's bundles. */
    readonly bundles: string;
  }
}

/** The bundles are in a subfolder, as deep as dev-server/program/: paths relative to `import.meta.url` stay valid. */
const FOLDER = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** Vitest's global setup: provides the folder of the bundles. The returned function deletes it after the run. */
export default function setup({ provide }: TestProject): () => void {
  const bundles = `${FOLDER}.parley-${process.pid}`;
  provide("bundles", bundles);
  return () => {
    rmSync(bundles, { recursive: true, force: true });
  };
}

/** Returns the path of the bundle of `bin/<name>`, and creates the bundle if this run has none yet. */
export function bundled(name: string): string {
  const folder = inject("bundles");
  const file = `${folder}/${name.replace(/\.ts$/, ".mjs")}`;
  if (existsSync(file)) return file;
  // Another test file may create the same bundle at the same time: the rename is atomic.
  const draft = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  buildSync({
    entryPoints: [`bin/${name}`],
    outfile: draft,
    bundle: true,
    logLevel: "warning",
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    // Both packages read files from their own folders at run time.
    external: ["dynalite", "esbuild"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  renameSync(draft, file);
  return file;
}
