// What the client adds to a page.

import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("is under 12 KB in a page, gzipped, with nothing of any package", async () => {
  const { outputFiles, metafile } = await build({
    ...{ entryPoints: ["client/index.ts"], bundle: true, minify: true, write: false },
    ...{ format: "esm", platform: "browser", metafile: true },
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => !path.startsWith("client/"))).toEqual([]);
  expect(gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length).toBeLessThan(12 * 1024);
});
