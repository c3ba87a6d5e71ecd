// Reads the output of `cdk synth`: the code of each handler, and its environment.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render, Resources, type Resource } from "./template.ts";

export interface Bundle {
  /** The handler's file in lambdas/, without `.ts`. */
  readonly file: string;
  /** The path of the bundle, which exports `handler`. */
  readonly code: string;
  /** Its environment variables. A reference is replaced by the name of its target. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Returns the stack's own Lambdas. CDK adds another, which empties the bucket of a deleted stage. */
export const ourLambdas = (resources: Resources): [string, Resource][] =>
  resources
    .entries("AWS::Lambda::Function")
    .filter(([id]) => !id.startsWith("CustomS3AutoDeleteObjects"));

/** Returns the bundles in an output folder of `cdk synth`. */
export function bundlesIn(directory: string): Bundle[] {
  const manifest = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")) as {
    artifacts: Record<string, { type: string; properties?: { templateFile?: string } }>;
  };
  const stacks = Object.values(manifest.artifacts).filter(
    ({ type }) => type === "aws:cloudformation:stack",
  );
  return stacks.flatMap(({ properties }) => {
    const template = readFileSync(join(directory, properties?.templateFile ?? ""), "utf8");
    const resources = new Resources(JSON.parse(template));
    return ourLambdas(resources).map(([, lambda]) => bundleOf(lambda, resources, directory));
  });
}

function bundleOf({ Properties }: Resource, resources: Resources, directory: string): Bundle {
  const { S3Key } = Properties.Code as { S3Key: string };
  const { LogGroup } = Properties.LoggingConfig as { LogGroup: unknown };
  const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
  const log = resources.get(render(LogGroup).slice(2, -1)).Properties.LogGroupName as string;
  return {
    file: log.slice(log.lastIndexOf("/") + 1),
    code: join(directory, `asset.${S3Key.replace(".zip", "")}`, "index.js"),
    environment: Object.fromEntries(
      Object.entries(Variables).map(([name, value]) => [name, standIn(render(value), resources)]),
    ),
  };
}

const standIn = (text: string, resources: Resources): string =>
  text.replace(/\$\{([\w:.]+)\}/g, (_, name: string) => {
    const word = name.replace(/\W+/g, "-").toLowerCase();
    return isQueue(name, resources) ? `https://sqs.example/42/${word}` : word;
  });

// A reference to a queue resolves to its URL.
const isQueue = (name: string, resources: Resources): boolean =>
  resources.all[name]?.Type === "AWS::SQS::Queue";
