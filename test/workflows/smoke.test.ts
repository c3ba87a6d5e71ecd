// .github/smoke.sh with fake programs for `aws` and `npm`, which print their arguments.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "parley-smoke-"));
const outputs = join(folder, "outputs.json");

beforeAll(() => {
  const program = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program("npm", 'echo "npm $*"');
  // The token contains the arguments with which it was requested.
  program(
    "aws",
    'echo "aws $*" >&2; for last; do case $last in *USERNAME*) echo "of:$last";; esac; done',
  );
  const WebSocketUrl = "wss://chat.example.com";
  writeFileSync(
    outputs,
    JSON.stringify({
      "Parley-dev": { WebSocketUrl, UserPoolId: "POOL", UserPoolClientId: "CLIENT" },
    }),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const smoke = (env: Record<string, string>) =>
  spawnSync(".github/smoke.sh", ["Parley-dev", outputs], {
    env: { PATH: `${folder}:${process.env.PATH ?? ""}`, ...env },
    encoding: "utf8",
  });

test("without users it says so, and does not fail", () => {
  const { status, stdout } = smoke({ SMOKE_TOKENS: "", SMOKE_USERS: "", SMOKE_PASSWORD: "" });
  expect(stdout).toMatch(/^::notice::There are no users for a smoke test/);
  expect(status).toBe(0);
});

test("it uses the given tokens", () => {
  expect(smoke({ SMOKE_TOKENS: "one two" }).stdout).toBe(
    "npm run smoke -- --url wss://chat.example.com --token one --token two\n",
  );
});

test("it signs users of the stack's own pool in, and hides their tokens", () => {
  const password = 'A "long", one 1';
  const { stdout, stderr } = smoke({ SMOKE_USERS: "a@b.cc d@e.ff", SMOKE_PASSWORD: password });
  expect(stderr).toContain("--user-pool-id POOL --client-id CLIENT");
  const tokens = ["a@b.cc", "d@e.ff"].map(
    (USERNAME) => `of:${JSON.stringify({ USERNAME, PASSWORD: password })}`,
  );
  expect(stdout.split("\n")).toEqual([
    ...tokens.map((token) => `::add-mask::${token}`),
    `npm run smoke -- --url wss://chat.example.com --token ${tokens.join(" --token ")}`,
    "",
  ]);
});

test("another number of users than two is a mistake", () => {
  const { status, stderr } = smoke({ SMOKE_TOKENS: "one" });
  expect(stderr).toBe("The smoke test takes two users, not 1.\n");
  expect(status).toBe(1);
});
