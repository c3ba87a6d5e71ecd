// The output of `npm run build:template` for Terraform and SAM: a template that deploys with only the zips next to it.

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ourLambdas } from "../../bench/harness/assembly.ts";
import { render, Resources } from "../../bench/harness/template.ts";
import { buildTemplate, CODE, TEMPLATE } from "../../packaging/build-template.ts";
import { ConfigError } from "../../lib/config.ts";
import { resourcesOf } from "../infra/app.ts";
import { run } from "./installed.ts";
import { unzip } from "./unzip.ts";

let folder: string;
let text: string;
let resources: Resources;
beforeAll(async () => {
  vi.stubEnv("CDK_VALIDATION", "false");
  folder = await mkdtemp(join(tmpdir(), "parley-template-test-"));
  await buildTemplate(folder, { throttleRate: "77" });
  text = await readFile(join(folder, TEMPLATE), "utf8");
  resources = new Resources(JSON.parse(text));
});
afterAll(() => rm(folder, { recursive: true }));

const codeOf = (): { S3Bucket: unknown; S3Key: unknown }[] =>
  resources
    .ofType("AWS::Lambda::Function")
    .map(({ Properties }) => Properties.Code as { S3Bucket: unknown; S3Key: unknown });

it("names for each function a zip that is there, and no zip is there for nothing", async () => {
  const named = codeOf().map(({ S3Bucket, S3Key }) => {
    expect(render(S3Bucket)).toBe("${CodeBucket}");
    expect(render(S3Key)).toMatch(/^\$\{CodePrefix\}[0-9a-f]{64}\.zip$/);
    return render(S3Key).slice("${CodePrefix}".length);
  });
  expect([...new Set(named)].sort()).toEqual((await readdir(join(folder, CODE))).sort());
});

it("has in each zip a handler that loads", async () => {
  const ping = ourLambdas(resources).find(([id]) => id.startsWith("ping"))?.[1];
  const { S3Key } = ping?.Properties.Code as { S3Key: unknown };
  const zip = await readFile(join(folder, CODE, render(S3Key).split("}")[1] ?? ""));
  const { "index.js": code = new Uint8Array(), ...others } = unzip(zip);
  expect(others).toEqual({});
  const path = join(folder, "ping.cjs");
  await writeFile(path, code);
  const script = `console.log(typeof require(${JSON.stringify(path)}).handler)`;
  expect((await run(process.execPath, ["-e", script])).stdout).toBe("function\n");
  for (const name of await readdir(join(folder, CODE))) {
    const entries = unzip(await readFile(join(folder, CODE, name)));
    expect(Object.keys(entries)).toEqual(["index.js"]);
  }
});

it("needs nothing of cdk bootstrap, and is small enough for CloudFormation", async () => {
  expect(text).not.toMatch(/BootstrapVersion|cdk-bootstrap|cdk-hnb659fds/);
  expect((await stat(join(folder, TEMPLATE))).size).toBeLessThan(1_000_000);
  const { Parameters } = JSON.parse(text) as { Parameters: Record<string, object> };
  expect(Object.keys(Parameters).sort()).toEqual([
    "Audience",
    "CodeBucket",
    "CodePrefix",
    "Issuer",
  ]);
});

it("makes what npx cdk deploy makes of the same settings, under the stack's own name", () => {
  const settings = { oidcIssuer: "https://login.example.com", oidcAudience: "chat" };
  const ours = resourcesOf({ stage: "live", removalPolicy: "retain", ...settings });
  // The CDK includes the stack's name in the id of this resource. No other resource refers to it.
  const idsOf = ({ all }: typeof ours) =>
    Object.keys(all)
      .map((id) => id.replace(/^ApiParley.*Permission.*$/, "the authorizer's permission"))
      .sort();
  expect(idsOf(resources)).toEqual(idsOf(ours));
  expect(Object.keys(resources.outputs)).toEqual(Object.keys(ours.outputs));
  expect(text).not.toContain("Parley-live");
  const stage = resources.one("AWS::ApiGatewayV2::Stage").Properties;
  expect(stage.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 77 });
});

it("is not made of settings that make no sense", async () => {
  await expect(buildTemplate(folder, { throtleRate: "7" })).rejects.toThrow(ConfigError);
});
