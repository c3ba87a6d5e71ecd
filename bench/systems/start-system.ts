// Starts Parley or a reference design: each in its own deployment, with the same gateway, database and authorizer.

import type { Bundles } from "../harness/bundles.ts";
import type { LambdaOptions } from "../harness/lambda-process.ts";
import { startParley } from "./parley.ts";
import type { System, SystemName } from "./system.ts";
import { startVariant } from "./variant.ts";

/** `bundles` are Parley's. A reference design uses only the authorizer's. */
export const startSystem = (
  name: SystemName,
  bundles: Bundles,
  options: LambdaOptions = {},
): Promise<System> =>
  name === "parley" ? startParley(bundles, options) : startVariant(name, bundles, options);
