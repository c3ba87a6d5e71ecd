// How the tests run: one process per file, so that each may have its own environment variables.
import { defineConfig } from "vitest/config";

const { VITEST_RESULTS } = process.env;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Most of a test is waiting for another process: one worker fewer than cores, the default, would waste a core.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: VITEST_RESULTS ? ["default", ["json", { outputFile: VITEST_RESULTS }]] : ["default"],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});
