// The Lambdas: their runtime and their logs.

import { describe, expect, test } from "vitest";
import { ROUTES } from "../../lambdas/routes.ts";
import { FULL, resourcesOf } from "./app.ts";
import { ourLambdas } from "../../bench/harness/assembly.ts";
import { render, type Resources } from "../../bench/harness/template.ts";

const resources = resourcesOf();
const full = resourcesOf(FULL);
const LOG = "AWS::Logs::LogGroup";

const lambdas = (of: Resources) => ourLambdas(of).map(([, resource]) => resource);

/** The time-outs in seconds. API Gateway waits 29 s, an operator longer; the queue waits three times the fan-out's. */
const timeoutOf = (id: string) => (id.startsWith("FanOut") ? 10 : id.startsWith("admin") ? 60 : 29);

test("there is one per route, the fan-out, the operator's, and the authorizer", () => {
  expect(lambdas(resources)).toHaveLength(ROUTES.length + 3);
});

test.each(ourLambdas(resources))("%s is as all are", (id, { Properties }) => {
  expect(Properties).toMatchObject({
    Runtime: "nodejs24.x",
    Architectures: ["arm64"],
    Handler: "index.handler",
    MemorySize: 1_024,
    Timeout: timeoutOf(id),
    LoggingConfig: { LogFormat: "JSON" },
    Environment: { Variables: { SERVICE_NAME: "Parley-dev" } },
  });
});

test("their memory is configured", () => {
  const sizes = lambdas(full).map(({ Properties }) => Properties.MemorySize);
  expect(new Set(sizes)).toEqual(new Set([1024]));
});

test("X-Ray traces them if it is turned on; if not, they may not even write to it", () => {
  for (const { Properties } of lambdas(full)) {
    expect(Properties.TracingConfig).toEqual({ Mode: "Active" });
  }
  for (const { Properties } of lambdas(resources)) expect(Properties.TracingConfig).toBeUndefined();
  expect(JSON.stringify(full.ofType("AWS::IAM::Policy"))).toContain("xray:");
  expect(JSON.stringify(resources.ofType("AWS::IAM::Policy"))).not.toContain("xray:");
});

describe("logs", () => {
  const names = (of: typeof resources) =>
    of.ofType(LOG).map(({ Properties }) => Properties.LogGroupName);

  test("each Lambda has a group of its own, named after its file; and so has the API", () => {
    const groups = lambdas(resources).map(({ Properties }) => {
      const { LogGroup } = Properties.LoggingConfig as { LogGroup: unknown };
      return resources.get(render(LogGroup).slice(2, -1)).Properties.LogGroupName;
    });
    const expected = [...ROUTES.map(({ file }) => file), "fan-out", "admin", "authorizer"].map(
      (file) => `/parley/Parley-dev/${file}`,
    );
    expect(groups.sort()).toEqual(expected.sort());
    const [access, ...none] = names(resources).filter((name) => typeof name !== "string");
    expect(JSON.stringify(access)).toContain('"/parley/Parley-dev/access-"');
    expect(none).toEqual([]);
    expect(
      names(resources)
        .filter((name) => typeof name === "string")
        .sort(),
    ).toEqual(expected.sort());
  });

  test("all are kept for as long as configured, and go with the stack", () => {
    const kept = (of: typeof resources) =>
      new Set(of.ofType(LOG).map(({ Properties }) => Properties.RetentionInDays));
    expect(kept(resources)).toEqual(new Set([30]));
    expect(kept(full)).toEqual(new Set([7]));
    for (const { DeletionPolicy } of full.ofType(LOG)) expect(DeletionPolicy).toBe("Delete");
  });
});
