// Third-party rules: those of cdk-nag for AWS solutions and for serverless, for the smallest and the largest
// deployment, and those of the CDK for templates. The reason for a suppressed finding is in lib/, next to the resource.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validations } from "aws-cdk-lib";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { expect, test, vi } from "vitest";
import { chatApp, FULL } from "./app.ts";

test.each([
  ["with defaults", {}],
  ["with everything configured", FULL],
  ["with a canary", { canary: "on" }],
  ["with what is there already", { tableName: "chat-restored", filesBucket: "chat-files" }],
])("%s, no rule of cdk-nag finds anything", (_, settings) => {
  const { app } = chatApp(settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  // `synth` throws for an error. Warnings are only in the report.
  const { directory } = app.synth();
  const report = readFileSync(join(directory, "validation-report.json"), "utf8");
  expect(JSON.parse(report)).toMatchObject({ pluginReports: [] });
});

test("a template that breaks CDK's own rules fails the synth", () => {
  vi.stubEnv("CDK_VALIDATION", "true");
  const { app, stack } = chatApp();
  const [lambda] = stack.node.findAll().filter((each) => each instanceof CfnFunction);
  lambda?.addPropertyOverride("Timeout", 9_000);
  expect(() => app.synth()).toThrow(/Timeout/);
});
