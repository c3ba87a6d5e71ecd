// Alarms and dashboard: their metrics, their notifications, and the link to the runbook in the text of each alarm.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FILES, ROUTES } from "../../lambdas/routes.ts";
import { COUNTS, DURATION } from "../../lambdas/metrics.ts";
import { isActionName } from "../../protocol/actions.ts";
import { FULL, resourcesOf } from "./app.ts";
import { render, type Resource, type Resources } from "../../bench/harness/template.ts";

const RUNBOOK = "docs/operations.md";
const resources = resourcesOf();
const full = resourcesOf(FULL);

const single = (of: Resources) => of.ofType("AWS::CloudWatch::Alarm");
const composite = (of: Resources) => of.ofType("AWS::CloudWatch::CompositeAlarm");
const nameOf = ({ Properties }: Resource): string =>
  (Properties.AlarmName ?? Properties.CompositeAlarmName ?? "") as string;
const symptomOf = (alarm: Resource): string => nameOf(alarm).split("/")[1] ?? "";
const notifies = ({ Properties }: Resource): boolean => Properties.AlarmActions !== undefined;
const all = (of: Resources): Resource[] => [...single(of), ...composite(of)];

const alarmNamed = (name: string): string => {
  const found = all(resources).find((alarm) => nameOf(alarm) === `Parley-dev/${name}`);
  return JSON.stringify(found?.Properties);
};

test("there is one that notifies for each symptom", () => {
  expect(all(resources).filter(notifies).map(symptomOf).sort()).toEqual([
    "action-errors",
    "api-errors",
    "authorizer-failures",
    "delivery-failures",
    "delivery-throttles",
    "fan-out-dead-letters",
    "fan-out-late",
    "lambda-errors",
    "lambda-throttles",
    "refused-handshakes",
    "slow",
    "stage-throttles",
    "table-reads",
    "table-writes",
  ]);
});

test("with events=on there is one for events that could not be published, too", () => {
  const symptoms = (of: Resources) => new Set(all(of).filter(notifies).map(symptomOf));
  expect([...symptoms(full)].filter((symptom) => !symptoms(resources).has(symptom))).toEqual([
    "events-unpublished",
  ]);
  const [alarm] = all(full).filter((each) => symptomOf(each) === "events-unpublished");
  expect(alarm?.Properties).toMatchObject({
    MetricName: COUNTS.unpublished,
    Threshold: 1,
    TreatMissingData: "notBreaching",
  });
});

const ROUTE_FILES = ROUTES.map(({ file }) => file);

// The authorizer and the canary have alarms of their own for failures.
test("every Lambda has an alarm that shows when it fails", () => {
  const shown = (symptom: string) =>
    single(resources)
      .filter((alarm) => symptomOf(alarm) === symptom)
      .map((alarm) => nameOf(alarm).split("/")[2]);
  expect([...shown("lambda-errors"), "authorizer", "canary"].sort()).toEqual(FILES.toSorted());
  expect([...shown("lambda-throttles"), "canary"].sort()).toEqual(FILES.toSorted());
});

test.each([
  // The authorizer throws to refuse a token.
  ["lambda-errors", "Errors", [...ROUTE_FILES, "fan-out", "admin"]],
  ["lambda-throttles", "Throttles", [...ROUTE_FILES, "fan-out", "admin", "authorizer"]],
  // No caller waits for the fan-out, and an operator waits up to a minute.
  ["slow", "Duration", [...ROUTE_FILES, "authorizer"]],
])("%s watches each Lambda, and notifies once for all", (symptom, metric, files) => {
  const each = single(resources).filter((alarm) => symptomOf(alarm) === symptom);
  expect(each.map(nameOf).sort()).toEqual(
    files.map((file) => `Parley-dev/${symptom}/${file}`).sort(),
  );
  for (const { Properties } of each) {
    expect(Properties).toMatchObject({ MetricName: metric, Namespace: "AWS/Lambda" });
  }
  expect(each.some(notifies)).toBe(false);
  const above = composite(resources).find((alarm) => symptomOf(alarm) === symptom);
  const rule = render(above?.Properties.AlarmRule);
  expect(rule.match(/ALARM\(/g)).toHaveLength(files.length);
});

test("slowness is the 99th percentile, if there are enough samples", () => {
  const [first] = single(resources).filter((alarm) => symptomOf(alarm) === "slow");
  expect(first?.Properties).toMatchObject({
    ExtendedStatistic: "p99",
    Threshold: 3000,
    EvaluateLowSampleCountPercentile: "ignore",
  });
});

test.each([
  ["action-errors", [COUNTS.errors, "Parley-dev"]],
  ["authorizer-failures", ["AuthorizerFailures", "Parley/Parley-dev"]],
  ["delivery-failures", [COUNTS.failed, COUNTS.sent, "Parley-dev"]],
  ["delivery-throttles", [COUNTS.throttled, "Parley-dev"]],
  ["api-errors", ["ExecutionError", "IntegrationError", "ApiId", "Stage"]],
  ["table-reads", ["ReadThrottleEvents", "GlobalSecondaryIndexName", "gsi1"]],
  ["refused-handshakes", ["RefusedHandshakes", "ConnectCount", "Parley/Parley-dev"]],
  ["stage-throttles", ["StageThrottles", "Parley/Parley-dev"]],
  ["fan-out-late", ["ApproximateAgeOfOldestMessage"]],
  ["fan-out-dead-letters", ["ApproximateNumberOfMessagesVisible"]],
  ["table-writes", ["WriteThrottleEvents", "GlobalSecondaryIndexName", "gsi1"]],
])("%s watches %j", (name, metrics) => {
  const alarm = alarmNamed(name);
  for (const metric of metrics) expect(alarm).toContain(`"${metric}"`);
});

test("a calculated one is the sum of all metrics that it names", () => {
  const calculated = single(resources).flatMap(({ Properties: { Metrics } }) => {
    const metrics = (Metrics ?? []) as { Id: string; Expression?: string }[];
    const expression = metrics.find(({ Expression }) => Expression !== undefined)?.Expression;
    const ids = metrics.filter(({ Expression }) => Expression === undefined).map(({ Id }) => Id);
    return ids.map((id) => [expression, id] as const);
  });
  expect(calculated).toHaveLength(10);
  for (const [expression, id] of calculated) expect(expression).toMatch(new RegExp(`\\b${id}\\b`));
});

const filterOf = (metric: string): Resource => {
  const [found, ...more] = resources
    .ofType("AWS::Logs::MetricFilter")
    .filter(({ Properties }) => JSON.stringify(Properties).includes(`"${metric}"`));
  if (!found || more.length > 0) throw new Error(`There is not one filter for ${metric}.`);
  return found;
};

test("a refused token is counted by its line, and a handshake that the stage refused by the access log's", () => {
  expect(filterOf("RefusedHandshakes").Properties.FilterPattern).toBe('{ $.refused = "*" }');
  expect(filterOf("StageThrottles").Properties.FilterPattern).toBe(
    '{ ($.status = "429") && ($.handlerStatus != "429") }',
  );
});

test("a token that cannot be checked is counted by its line in the log, or by Lambda's if there is none", () => {
  const { Properties } = filterOf("AuthorizerFailures");
  expect(Properties.FilterPattern).toBe(
    '{ ($.level = "error") || ($.record.status = "timeout") || ($.record.errorType = "Runtime.*") }',
  );
  const log = resources.get(render(Properties.LogGroupName).slice(2, -1));
  expect(log.Properties.LogGroupName).toBe("/parley/Parley-dev/authorizer");
});

test("missing data raises no alarm", () => {
  for (const { Properties } of single(resources)) {
    expect(Properties.TreatMissingData).toBe("notBreaching");
  }
});

describe("the runbook", () => {
  test.each(all(resources))("has its section named by $Properties.AlarmDescription", (alarm) => {
    const { AlarmDescription } = alarm.Properties;
    expect(AlarmDescription).toMatch(/^[A-Z].+\. Runbook: .+$/);
    expect(AlarmDescription).toContain(`. Runbook: "Alarm: ${symptomOf(alarm)}" in ${RUNBOOK}`);
  });

  test("can be linked at the address where it is published", () => {
    const [first] = single(full);
    expect(first?.Properties.AlarmDescription).toContain(
      "https://example.com/operations.md#alarm-",
    );
  });

  test.runIf(existsSync(RUNBOOK))("has all of these sections", () => {
    const headings = [...readFileSync(RUNBOOK, "utf8").matchAll(/^#+ (.+)$/gm)].map(
      ([, heading = ""]) =>
        heading
          .toLowerCase()
          .replace(/[^\w\- ]/g, "")
          .replaceAll(" ", "-"),
    );
    const sections = new Set(all(resources).map((alarm) => `alarm-${symptomOf(alarm)}`));
    expect(headings).toEqual(expect.arrayContaining([...sections]));
  });
});

describe("the topic", () => {
  test("accepts only alarms of this account, and nothing unencrypted", () => {
    expect(JSON.stringify(resources.one("AWS::SNS::TopicPolicy").Properties)).toContain(
      '"Service":"cloudwatch.amazonaws.com"',
    );
    expect(resources.one("AWS::SNS::TopicPolicy").Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
          {
            Action: "sns:Publish",
            Effect: "Allow",
            Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
          },
        ],
      },
    });
  });

  test("sends an e-mail if there is an address", () => {
    expect(resources.ofType("AWS::SNS::Subscription")).toEqual([]);
    expect(full.one("AWS::SNS::Subscription").Properties).toMatchObject({
      Protocol: "email",
      Endpoint: "ops@example.com",
    });
  });
});

describe("the dashboard", () => {
  const dashboard = resources.one("AWS::CloudWatch::Dashboard").Properties;
  const body = render(dashboard.DashboardBody);

  test("is named like the stack, and is one document", () => {
    expect(dashboard.DashboardName).toBe("Parley-dev");
    expect(() => JSON.parse(body) as unknown).not.toThrow();
  });

  test("lists errors and the lines that only Lambda writes, but no refused tokens", () => {
    for (const each of [
      "level in ['error', 'warn']",
      "level = 'ERROR' and @message not like 'Unauthorized'",
      "record.status = 'timeout'",
    ]) {
      expect(body).toContain(each);
    }
    expect(body).not.toContain("!= 'success'");
  });

  test("shows every symptom, metric, action and Lambda", () => {
    const shown = [
      ...Object.values(COUNTS),
      DURATION,
      ...ROUTES.map(({ key }) => key).filter(isActionName),
      ...[...ROUTE_FILES, "fan-out", "admin", "authorizer"].map((file) => `"label":"${file}"`),
      "NumberOfMessagesSent",
      "ApproximateAgeOfOldestMessage",
      '"label":"dead letters"',
      "ConnectCount",
      "MessageCount",
      "ClientError",
      "IntegrationLatency",
      "ConsumedReadCapacityUnits",
      "ConsumedWriteCapacityUnits",
      "WriteThrottleEvents",
    ];
    for (const each of shown) expect(body).toContain(each);
    const { widgets } = JSON.parse(body) as { widgets: { type: string; properties: object }[] };
    expect(widgets.find(({ type }) => type === "alarm")?.properties).toHaveProperty(
      "alarms.length",
      all(resources).filter(notifies).length,
    );
  });
});
