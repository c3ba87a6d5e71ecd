// The canary: deployed only if the settings request it and the stack creates a user pool. It may create and sign in its
// users, and write its log.

import { expect, test } from "vitest";
import { ourLambdas } from "../../bench/harness/assembly.ts";
import { render } from "../../bench/harness/template.ts";
import { CANARY, fixedCosts } from "../../bench/cost-model.ts";
import { CANARY_DELIVERY } from "../../lambdas/metrics.ts";
import { CANARY_ENVIRONMENT } from "../../lambdas/names.ts";
import { ROUTES } from "../../lambdas/routes.ts";
import { ConfigError } from "../../lib/config.ts";
import { chatApp, FULL, resourcesOf } from "./app.ts";
import { canaryOf } from "./wiring.ts";

const without = resourcesOf();
const resources = resourcesOf({ canary: "on" });
const lambda = canaryOf(resources);
const alarms = resources
  .ofType("AWS::CloudWatch::Alarm")
  .filter(({ Properties }) => Properties.AlarmName === "Parley-dev/canary");

test("there is one Lambda, one schedule and one alarm more, and nothing else changes", () => {
  const more = Object.keys(resources.all).filter((id) => !(id in without.all));
  const types = more.map((id) => resources.get(id).Type);
  expect(types.sort()).toEqual([
    "AWS::CloudWatch::Alarm",
    "AWS::Events::Rule",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
  ]);
  expect(ourLambdas(resources)).toHaveLength(ROUTES.length + 4);
});

test("it may make its users and sign them in, in the stack's own pool, and write its log", () => {
  const pool = resources.idOf("AWS::Cognito::UserPool");
  const ofLog = lambda.allowed.filter((each) => each.startsWith("logs:"));
  expect(lambda.allowed).toEqual([
    ...["AdminCreateUser", "AdminInitiateAuth", "AdminSetUserPassword"].map(
      (operation) => `cognito-idp:${operation} \${${pool}.Arn}`,
    ),
    ...ofLog,
  ]);
  expect(ofLog.map((each) => each.split(" ")[0])).toEqual([
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ]);
});

test("its settings have the clients' URL, and no secret", () => {
  const { environment } = lambda;
  expect(environment[CANARY_ENVIRONMENT.url]).toBe(render(resources.outputs.WebSocketUrl?.Value));
  expect(Object.keys(environment).sort()).toEqual(
    ["SERVICE_NAME", ...Object.values(CANARY_ENVIRONMENT)].sort(),
  );
});

test("it runs every five minutes, and a missed run is not repeated", () => {
  const { ScheduleExpression, Targets } = resources.one("AWS::Events::Rule").Properties;
  expect(ScheduleExpression).toBe("rate(5 minutes)");
  expect((Targets as { Arn: unknown }[]).map(({ Arn }) => render(Arn))).toEqual([
    `\${${lambda.id}.Arn}`,
  ]);
  expect(resources.one("AWS::Lambda::EventInvokeConfig").Properties).toMatchObject({
    MaximumEventAgeInSeconds: 60,
    MaximumRetryAttempts: 0,
  });
  // New accounts have too little concurrency for Lambda to reserve any.
  expect(lambda.resource.Properties.ReservedConcurrentExecutions).toBeUndefined();
});

test("its alarm rings for a slow message, and for silence", () => {
  expect(alarms).toHaveLength(1);
  expect(alarms[0]?.Properties).toMatchObject({
    Namespace: "Parley",
    MetricName: CANARY_DELIVERY,
    Dimensions: [{ Name: "Service", Value: "Parley-dev" }],
    Threshold: 5_000,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    TreatMissingData: "breaching",
  });
  expect(alarms[0]?.Properties.AlarmActions).toBeDefined();
});

test("the dashboard shows what it measures, and its log is among those that are searched", () => {
  const body = render(resources.one("AWS::CloudWatch::Dashboard").Properties.DashboardBody);
  expect(body).toContain(`"${CANARY_DELIVERY}"`);
  const [query] = resources.ofType("AWS::Logs::QueryDefinition");
  expect((query?.Properties.LogGroupNames as unknown[]).length).toBe(ROUTES.length + 4);
});

test("with an OIDC provider there is none: the synth says why", () => {
  expect(() => chatApp({ ...FULL, canary: "on" })).toThrow(ConfigError);
  expect(() => chatApp({ ...FULL, canary: "on" })).toThrow(/^canary must be off where tokens are/);
});

test("what it costs is its alarm, its metric and what its runs take", () => {
  const { usd } = CANARY;
  expect(usd).toBeGreaterThan(0.4);
  expect(usd).toBeLessThan(fixedCosts().besides / 5);
});
