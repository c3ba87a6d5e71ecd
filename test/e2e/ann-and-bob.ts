// A backend with ann and bob connected, for all tests of a file.

import { afterAll } from "vitest";
import { startBackend } from "../backend.ts";

/** Starts a backend, which closes after the file's tests, and connects ann and bob. */
export async function startWithAnnAndBob(options?: Parameters<typeof startBackend>[0]) {
  const backend = await startBackend(options);
  afterAll(() => backend.close());
  const [ann, bob] = await Promise.all([backend.join("ann"), backend.join("bob")]);
  return { backend, ann, bob };
}
