// Builds the backend as a CloudFormation template and the zips that it refers to, for deployments with Terraform or
// SAM: they need neither the CDK nor the resources of `cdk bootstrap`.

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, Aws, CfnParameter, DefaultStackSynthesizer, Stack } from "aws-cdk-lib";
import { ChatBackend } from "../lib/chat-backend.ts";
import { backendProps } from "../lib/chat-stack.ts";
import { readConfig } from "../lib/config.ts";
import { outputs } from "../lib/outputs.ts";
import { zip } from "./zip.ts";

const CDK_JSON = fileURLToPath(new URL("../cdk.json", import.meta.url));
export const TEMPLATE = "parley.template.json";
export const CODE = "code";

/**
 * Writes the template and a folder of zips into `folder`, and creates it if necessary. `settings` are those of
 * lib/config.ts; by default, deleting the stack retains the data.
 *
 * @throws ConfigError if a setting is invalid
 */
export async function buildTemplate(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), "parley-template-"));
  try {
    await synthesize(outdir, settings);
    await mkdir(join(folder, CODE), { recursive: true });
    await copyFile(join(outdir, "Parley.template.json"), join(folder, TEMPLATE));
    for (const { source, destination } of await assetsIn(outdir)) {
      await writeFile(join(folder, CODE, destination), await zipOf(join(outdir, source)));
    }
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

async function synthesize(
  outdir: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const config = readConfig({ stage: "live", removalPolicy: "retain", ...settings });
  const { context } = JSON.parse(await readFile(CDK_JSON, "utf8")) as {
    context: Record<string, unknown>;
  };
  const app = new App({ outdir, context, analyticsReporting: false });
  const stack = new Stack(app, "Parley", {
    description: "Parley, a chat backend for native WebSockets",
    // Parameters of the template, instead of the bucket of `cdk bootstrap`, which is the default of a synthesizer.
    synthesizer: new DefaultStackSynthesizer({
      fileAssetsBucketName: "${CodeBucket}",
      bucketPrefix: "${CodePrefix}",
      generateBootstrapVersionRule: false,
    }),
  });
  parameter(stack, "CodeBucket", "A bucket in the stack's region with the zips of the functions.");
  parameter(stack, "CodePrefix", "What stands before a zip's name there, with the slash.", "");
  const issuer = parameter(stack, "Issuer", "Whose tokens open a connection: https://…");
  const audience = parameter(stack, "Audience", "The aud that those tokens must have.");
  const backend = new ChatBackend(stack, "Default", {
    identity: { issuer: issuer.valueAsString, audience: audience.valueAsString },
    ...backendProps(stack, config),
    namePrefix: Aws.STACK_NAME,
  });
  outputs(stack, backend);
  app.synth();
}

const parameter = (stack: Stack, id: string, description: string, byDefault?: string) =>
  new CfnParameter(stack, id, {
    description,
    ...(byDefault === undefined ? { minLength: 1 } : { default: byDefault }),
  });

interface Asset {
  readonly source: string;
  /** The name of the zip in the template. */
  readonly destination: string;
}

/** The assets that are folders. The only asset that is a file is the template itself. */
async function assetsIn(outdir: string): Promise<Asset[]> {
  const manifest = await readFile(join(outdir, "Parley.assets.json"), "utf8");
  const { files } = JSON.parse(manifest) as {
    files: Record<string, { source: { path: string; packaging: string } }>;
  };
  return Object.entries(files)
    .filter(([, { source }]) => source.packaging === "zip")
    .map(([hash, { source }]) => ({ source: source.path, destination: `${hash}.zip` }));
}

async function zipOf(folder: string): Promise<Uint8Array> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map(async ({ name, parentPath }) => {
      const path = join(parentPath, name);
      const within = path.slice(folder.length + 1).replaceAll("\\", "/");
      return [within, await readFile(path)] as const;
    }),
  );
  return zip(contents);
}
