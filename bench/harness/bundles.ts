// The Lambdas' bundles: Parley's as `cdk synth` writes them, the reference designs' built with esbuild's defaults.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { temporaryFolder } from "./temporary-folder.ts";
import { ENVIRONMENT } from "../../lambdas/names.ts";
import { writeBundle } from "../../lib/bundle.ts";
import { bundlesIn, type Bundle } from "./assembly.ts";

export type Bundles = ReadonlyMap<string, Bundle>;

const run = promisify(execFile);

let once: Promise<Bundles> | undefined;

/** Returns Parley's bundles, from one `cdk synth` per process, which takes about ten seconds. */
export const synthesized = (): Promise<Bundles> => (once ??= synthesize());

async function synthesize(): Promise<Bundles> {
  const output = join(temporaryFolder(), "cdk.out");
  const cdk = ["node_modules/aws-cdk/bin/cdk", "synth", "--quiet", "--output", output];
  await run(process.execPath, cdk, { env: { ...process.env, CDK_VALIDATION: "false" } });
  return readBundles(output);
}

/** Builds only some of Parley's bundles, with the variables that every stack sets. Takes less than a second. */
export function bundled(files: readonly string[]): Bundles {
  const environment = Object.fromEntries(VARIABLES.map((name) => [ENVIRONMENT[name], ""]));
  return new Map(
    files.map((file) => {
      const folder = temporaryFolder();
      writeBundle(file, folder);
      return [file, { file, code: join(folder, "index.js"), environment }];
    }),
  );
}

const VARIABLES = [
  "tableName",
  "connectionsEndpoint",
  "issuer",
  "audience",
  "jwksUri",
  "fanOutQueueUrl",
  "filesBucket",
  "filesUrl",
  "limits",
] as const;

/** Returns the bundles in an output folder of `cdk synth`, by handler file. */
export const readBundles = (output: string): Bundles =>
  new Map(bundlesIn(output).map((bundle) => [bundle.file, bundle]));

/** The reference designs in bench/variants/. */
export const VARIANTS = ["scan-all-connections", "query-room-post-in-turn"] as const;
export type Variant = (typeof VARIANTS)[number];

export function buildVariant(variant: Variant): Bundle {
  const code = join(temporaryFolder(), "index.js");
  buildSync({
    entryPoints: [`bench/variants/${variant}.ts`],
    outfile: code,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
  const environment = { TABLE_NAME: "", DYNAMODB_ENDPOINT: "", CONNECTIONS_ENDPOINT: "" };
  return { file: variant, code, environment };
}
