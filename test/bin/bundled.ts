// The programs of bin/, each bundled into one file, once in a run of the tests: a start from sources takes three times
// the CPU, nearly all of it to find and to translate some two hundred modules.

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

/** As deep in the tree as dev-server/program/, so that paths which begin at a module's own place lead where they should. */
const FOLDER = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** What vitest calls before and after a run. */
export default function setup({ provide }: TestProject): () => void {
  const bundles = `${FOLDER}.parley-${process.pid}`;
  provide("bundles", bundles);
  return () => {
    rmSync(bundles, { recursive: true, force: true });
  };
}

/** The path of the bundle of `bin/<name>`, made if this run has none yet. */
export function bundled(name: string): string {
  const folder = inject("bundles");
  const file = `${folder}/${name.replace(/\.ts$/, ".mjs")}`;
  if (existsSync(file)) return file;
  // Tests of another file may want it at the same time.
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
    // They read files of their own packages.
    external: ["dynalite", "esbuild"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  renameSync(draft, file);
  return file;
}
