// What the client, the store and React's hooks add to a page.

import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const SIZES = [
  ["client/index.ts", 12],
  ["client/store/index.ts", 10],
  ["client/react/index.ts", 1],
] as const;

it.each(SIZES)(
  "%s is under %i KB in a page, gzipped, with nothing of any package",
  async (entry, limit) => {
    const { outputFiles, metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "browser",
      external: ["react"],
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((path) => !path.startsWith("client/"))).toEqual([]);
    const size = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
    expect(size).toBeLessThan(limit * 1024);
  },
);
