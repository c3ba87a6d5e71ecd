// .github/deploy.sh with fake programs for `aws` and `npx`: `aws` prints the stack's state, `npx` prints its arguments.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "parley-deploy-"));

beforeAll(() => {
  const program = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program("aws", '[ -n "$STATUS" ] && echo "$STATUS"');
  program("npx", 'echo "$*"; [ -z "$FAILS" ]');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function deploy(stage: string, env: { STATUS?: string; FAILS?: string }) {
  const { status, stdout } = spawnSync(".github/deploy.sh", [stage, "-c", "oidcAudience=chat"], {
    env: { PATH: `${folder}:${process.env.PATH ?? ""}`, ...env },
    encoding: "utf8",
  });
  return { status, deployments: stdout.trim().split("\n") };
}

const deployment = (settings: string): string =>
  `cdk deploy ${settings} --require-approval never --outputs-file outputs.json`;
const plain = deployment("-c stage=prod -c oidcAudience=chat");
const isProtected = deployment("-c stage=prod -c deletionProtection=on -c oidcAudience=chat");

test.each(["", "ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"])(
  "a production stack that never was (%j) is deployed first, and protected then",
  (STATUS) => {
    expect(deploy("prod", { STATUS })).toEqual({ status: 0, deployments: [plain, isProtected] });
  },
);

test("a first deployment that fails protects nothing", () => {
  const { status, deployments } = deploy("prod", { FAILS: "1" });
  expect(deployments).toEqual([plain]);
  expect(status).not.toBe(0);
});

test.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])(
  "one that has been deployed (%s) stays protected",
  (STATUS) => {
    expect(deploy("prod", { STATUS })).toEqual({ status: 0, deployments: [isProtected] });
  },
);

test("another stage is as its settings say", () => {
  const { deployments } = deploy("dev", { STATUS: "CREATE_COMPLETE" });
  expect(deployments).toEqual([deployment("-c stage=dev -c oidcAudience=chat")]);
});
