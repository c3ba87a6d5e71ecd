// The environment variables that Lambda sets for signing requests to AWS.

import { vi } from "vitest";

/** Sets the variables until `vi.unstubAllEnvs` is called. */
export function stubCredentials(): void {
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKID");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
}
