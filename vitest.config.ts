// How the tests run. Those that need nothing of the process share one; the others have one per file, so that each may
// have its own environment variables, and a backend of its own.
import { defineConfig } from "vitest/config";
import { skipped } from "./test/browser/skipped.ts";

const { VITEST_RESULTS } = process.env;

const SHARED = [
  "test/protocol/**/*.test.ts",
  "test/demo/**/*.test.ts",
  "test/bin/terminal/**/*.test.ts",
  "test/local/gateway/**/*.test.ts",
  "test/infra/**/*.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "shared", include: SHARED, isolate: false } },
      { extends: true, test: { name: "own", include: ["test/**/*.test.ts"], exclude: SHARED } },
    ],
    pool: "forks",
    // Much of a test is waiting for another process: one worker fewer than cores, the default, would waste a core.
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
