// Builds the npm package of the construct: one ES module, its declarations, and the code of each Lambda.

import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { FILES } from "../lambdas/routes.ts";
import { writeBundle } from "../lib/bundle.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
export const CDK_FOLDER = `${root}cdk/`;

/** Writes `dist` and the licence into `folder`, which contains the package.json and ends with a slash. */
export async function buildCdkPackage(folder: string): Promise<void> {
  const entry = `${root}lib/index.ts`;
  await build({
    entryPoints: [entry],
    outfile: `${folder}dist/index.js`,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    plugins: [
      {
        name: "prebuilt",
        setup(bundle) {
          bundle.onResolve({ filter: /\/bundle\.ts$/ }, () => ({ path: `${root}lib/prebuilt.ts` }));
        },
      },
    ],
  });
  const declarations = await rollup({
    input: entry,
    external: (id) => /^[^./]/.test(id),
    plugins: [dts({ tsconfig: `${root}tsconfig.json` })],
  });
  await declarations.write({ file: `${folder}dist/index.d.ts`, format: "es" });
  await declarations.close();
  for (const file of FILES) writeBundle(file, `${folder}dist/lambdas/${file}`);
  await copyFile(`${root}LICENSE`, `${folder}LICENSE`);
}
