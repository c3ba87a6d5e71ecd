// Replaces bundle.ts in the package: returns the bundles that are part of the package.

import { fileURLToPath } from "node:url";
import { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/** The bundle of `lambdas/<file>.ts`, next to this module. */
export const bundle = (_: Construct, file: string): Code =>
  Code.fromAsset(fileURLToPath(new URL(`lambdas/${file}`, import.meta.url)));
