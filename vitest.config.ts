// How the tests run: one process per file, so that each may have its own environment variables.
import { defineConfig } from "vitest/config";
import { skipped } from "./test/browser/skipped.ts";

const { VITEST_RESULTS } = process.env;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Most of a test is waiting for another process: one worker fewer than cores, the default, would waste a core.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: [
      "default",
      skipped,
      ...(VITEST_RESULTS
        ? [["json", { outputFile: VITEST_RESULTS }] satisfies ["json", object]]
        : []),
    ],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});
