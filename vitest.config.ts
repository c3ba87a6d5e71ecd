// The configuration of the tests. The projects differ in what their files share; test/projects.test.ts checks which
// file may belong to which project.
//
//   shared   the files share a process and its modules
//   browser  the same, and therefore one browser and one backend
//   backend  the files share a process; each file has its own modules, and therefore its own backend
//   units    the files share a process; each file has its own modules; mocks of AWS clients apply to all of these
//   own      the files share nothing: each has its own process
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

/** Tests of the store that send real requests. */
const WITH_REQUESTS = "commands|contract|erasure|retention|within";

const SHARED = [
  "test/protocol/**/*.test.ts",
  // convergence.test.ts mocks a module, and would mock it for the other files too.
  "test/chat/!(convergence).test.ts",
  "test/client/!(backend|convergence|restart|discovery).test.ts",
  "test/terminal/!(program|session).test.ts",
  "test/local/gateway/**/*.test.ts",
  "test/infra/**/*.test.ts",
  "test/bench/*.test.ts",
  "test/bin/*.test.ts",
  "test/package/!(template).test.ts",
  "test/http/*.test.ts",
  "test/docs/{asyncapi,data-protection,limits,links,modelina,performance}.test.ts",
  "test/canary/*.test.ts",
];

const BROWSER = ["test/browser/*.test.ts"];

const BACKEND = [
  "test/e2e/**/*.test.ts",
  "test/demo/words.test.ts",
  "test/client/{backend,restart}.test.ts",
  "test/terminal/{program,session}.test.ts",
  "test/dev-server/server.test.ts",
  "test/examples/react.test.ts",
  `test/store/@(${WITH_REQUESTS}).test.ts`,
];

const UNITS = [
  `test/store/!(${WITH_REQUESTS}).test.ts`,
  "test/runtime/*.test.ts",
  "test/delivery/!(pace).test.ts",
  "test/{admin,files,smoke,workflows,local}/*.test.ts",
  "test/dev-server/{aws,program}/*.test.ts",
  "test/client/{store,dom}/*.test.ts",
  "test/client/discovery.test.ts",
  "test/demo/!(words).test.ts",
  "test/demo/chat/*.test.ts",
  "test/package/template.test.ts",
  "test/*.test.ts",
];

export default defineConfig({
  test: {
    globalSetup: ["./test/temporary-files.ts", "./test/bin/bundled.ts"],
    projects: [
      ...Object.entries({ shared: SHARED, browser: BROWSER }).map(([name, include]) => ({
        extends: true as const,
        test: { name, include, isolate: false },
      })),
      ...Object.entries({ backend: BACKEND, units: UNITS }).map(([name, include]) => ({
        extends: true as const,
        test: { name, include, isolate: false, setupFiles: ["./test/own-modules.ts"] },
      })),
      {
        extends: true,
        test: {
          name: "own",
          include: ["test/**/*.test.ts"],
          exclude: [...SHARED, ...BROWSER, ...BACKEND, ...UNITS],
        },
      },
    ],
    pool: "forks",
    // Tests often wait for other processes: the default, one worker fewer than cores, would leave a core idle.
    maxWorkers: 2,
    // Far longer than any test takes: only a test that hangs times out, even on a busy machine.
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
      // Tests of limits set their own. In the others, no limit is reached and no request is charged by chance.
      LIMITS: JSON.stringify(AMPLE),
    },
  },
});
