// How the tests run. Those that need nothing of the process share its modules; the others have modules and environment
// variables of their own, since a backend is what its modules hold. Packages are loaded once for all of them.
import { defineConfig } from "vitest/config";
import { skipped } from "./test/browser/skipped.ts";
import { PATIENT } from "./test/patience.ts";
import { slowest } from "./test/slowest.ts";

const { VITEST_RESULTS } = process.env;

const MUCH = { burst: 1e6, perMinute: 1e6 };
const AMPLE = {
  connections: 1e3,
  room: MUCH,
  reads: MUCH,
  invites: MUCH,
  uploads: MUCH,
  connects: MUCH,
  drawOneIn: 1e12,
};

/** They mock a module, which the files behind them would find mocked. */
const MOCKING = [
  "test/chat/convergence.test.ts",
  "test/{connect,default,disconnect}.test.ts",
  "test/delivery/pace.test.ts",
  "test/runtime/{action-handler,privacy}.test.ts",
];

const SHARED = [
  "test/protocol/**/*.test.ts",
  // One of them mocks a module, which the others would find mocked.
  "test/chat/!(convergence).test.ts",
  "test/client/!(backend|convergence|restart|discovery).test.ts",
  "test/demo/**/*.test.ts",
  "test/terminal/!(program|session).test.ts",
  "test/local/gateway/**/*.test.ts",
  "test/infra/**/*.test.ts",
];

export default defineConfig({
  test: {
    globalSetup: ["./test/bin/bundled.ts"],
    projects: [
      { extends: true, test: { name: "shared", include: SHARED, isolate: false } },
      {
        extends: true,
        test: {
          name: "own",
          include: ["test/**/*.test.ts"],
          exclude: [...SHARED, ...MOCKING],
          isolate: false,
          setupFiles: ["./test/own-modules.ts"],
        },
      },
      { extends: true, test: { name: "mocking", include: MOCKING } },
    ],
    pool: "forks",
    // Much of a test is waiting for another process: one worker fewer than cores, the default, would waste a core.
    maxWorkers: 2,
    // Far longer than any test takes, so that only one that hangs meets it, however busy the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: PATIENT },
    reporters: [
      "default",
      skipped,
      slowest,
      ...(VITEST_RESULTS
        ? [["json", { outputFile: VITEST_RESULTS }] satisfies ["json", object]]
        : []),
    ],
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      // A test that is about limits says which; to the others nothing happens by chance.
      LIMITS: JSON.stringify(AMPLE),
    },
  },
});
