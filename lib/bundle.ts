// From a handler's source to what is deployed: one file of JavaScript with all that it needs, and nothing else.

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
 * with a new `npx` for each of them, which would nearly double the time of a synth.
 */
export function bundle(scope: Construct, file: string): Code {
  // `cdk destroy` and tests of the template need no code.
  if (!Stack.of(scope).bundlingRequired) return Code.fromInline("// not bundled");
  return Code.fromAsset(LAMBDAS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK makes an asset but once for the same folder and command, which nothing executes here.
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
 * Writes the bundle of `lambdas/<file>.ts` to `<folder>/index.js`, as what loads fastest: in half of the CPU time that the
 * default main fields take. Source maps would be six times what is uploaded. All bundles are made at once, since to read
 * what they are made of takes most of the time.
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
    // ES modules first, since only of these esbuild leaves out what is not used.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": CREDENTIALS },
    // Loaded when a service streams events, which none of ours does.
    external: ["@smithy/core/event-streams"],
    logLevel: "warning",
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]));
}
