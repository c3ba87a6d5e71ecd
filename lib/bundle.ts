// Bundles a handler: one JavaScript file with everything that it needs.

import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssetHashType, DockerImage, Stack } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { buildSync } from "esbuild";
import { FILES } from "../lambdas/routes.ts";

const LAMBDAS = fileURLToPath(new URL("../lambdas", import.meta.url));
const CREDENTIALS = fileURLToPath(new URL("lambda-credentials.ts", import.meta.url));

/**
 * The bundle of `lambdas/<file>.ts`, whose `handler` is Lambda's `index.handler`. CDK's NodejsFunction makes the same
 * bundle, but starts `npx` for each, which would nearly double the time of a synth.
 */
export function bundle(scope: Construct, file: string): Code {
  // `cdk destroy` and tests of the template need no code.
  if (!Stack.of(scope).bundlingRequired) return Code.fromInline("// not bundled");
  return Code.fromAsset(LAMBDAS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK creates an asset once per folder and command; nothing executes this command.
      command: [file],
      image: DockerImage.fromRegistry("none"),
      local: {
        tryBundle(outputDir) {
          writeBundle(file, outputDir);
          return true;
        },
      },
    },
  });
}

let bundles: ReadonlyMap<string, Uint8Array> | undefined;

/**
 * Writes the bundle of `lambdas/<file>.ts` to `<folder>/index.js`, optimized for cold starts: it loads in half the CPU
 * time of esbuild's default main fields. Source maps would be six times the size of the code. All bundles are built
 * together, because reading their sources takes most of the time.
 */
export function writeBundle(file: string, folder: string): void {
  bundles ??= makeBundles();
  const code = bundles.get(file);
  if (!code) throw new Error(`lambdas/${file}.ts is not among those that are deployed.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), code);
}

function makeBundles(): ReadonlyMap<string, Uint8Array> {
  const { outputFiles } = buildSync({
    entryPoints: FILES.map((file) => `${LAMBDAS}/${file}.ts`),
    outdir: "bundles",
    write: false,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // ES modules first, because esbuild can remove unused code only from them.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": CREDENTIALS },
    // Used only for event streams, which none of our services sends.
    external: ["@smithy/core/event-streams"],
    logLevel: "warning",
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]));
}
