// The handlers' own metrics: the handlers write exactly the metrics that alarms and the dashboard read, with the same
// dimensions, because CloudWatch bills every combination of a name and dimensions.

import { expect, test, vi } from "vitest";
import { ROUTES } from "../../lambdas/routes.ts";
import { COUNTS } from "../../lambdas/metrics.ts";
import { isActionName } from "../../protocol/actions.ts";
import { resourcesOf } from "./app.ts";
import { render } from "../../bench/harness/template.ts";

const resources = resourcesOf();
const SERVICE = ["Service", "Parley-dev"] as const;
const actions = ROUTES.map(({ key }) => key).filter(isActionName);

type Pairs = readonly (readonly [name: string, value: string])[];

/** A metric's identity in CloudWatch: its name, and its dimensions with their values. */
const identity = (name: string, dimensions: Pairs): string =>
  [name, ...dimensions.map((pair) => pair.join("=")).sort()].join(" ");

async function written(): Promise<string[]> {
  vi.stubEnv("SERVICE_NAME", "Parley-dev");
  vi.resetModules();
  const { metrics } = await import("../../lambdas/runtime/metrics.ts");
  const everything = Object.fromEntries(Object.keys(COUNTS).map((key) => [key, 1]));
  return actions.flatMap((action) => {
    const line = metrics(action, 1, everything) as Record<string, string> & {
      _aws: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
    };
    return line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Dimensions.map((names) => names.map((name) => [name, line[name] ?? ""] as const)).flatMap(
        (pairs) => Metrics.map(({ Name }) => identity(Name, pairs)),
      ),
    );
  });
}

function shown(): string[] {
  const body = render(resources.one("AWS::CloudWatch::Dashboard").Properties.DashboardBody);
  const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics?: unknown[][] } }[] };
  return widgets
    .flatMap(({ properties: { metrics = [] } }) => metrics)
    .map((row) => row.filter((each) => typeof each === "string"))
    .filter(([namespace]) => namespace === "Parley")
    .map(([, name = "", one = "", its = "", other, others = ""]) =>
      identity(name, [[one, its], ...(other === undefined ? [] : [[other, others] as const])]),
    );
}

interface Watched {
  readonly Namespace?: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { Name: string; Value: string }[];
}

function watched(): string[] {
  return resources
    .ofType("AWS::CloudWatch::Alarm")
    .flatMap(({ Properties }) => {
      const { Metrics = [] } = Properties as { Metrics?: { MetricStat?: { Metric: Watched } }[] };
      return [Properties as unknown as Watched, ...Metrics.map((each) => each.MetricStat?.Metric)];
    })
    .filter((each) => each?.Namespace === "Parley")
    .map((each) =>
      identity(
        each?.MetricName ?? "",
        (each?.Dimensions ?? []).map((d) => [d.Name, d.Value]),
      ),
    );
}

test("the dashboard shows what the handlers write, and nothing else is written", async () => {
  expect(new Set(shown())).toEqual(new Set(await written()));
});

test("alarms watch what the handlers write", async () => {
  const names = watched();
  expect(names.length).toBeGreaterThan(0);
  expect(await written()).toEqual(expect.arrayContaining(names));
});

test("there is one metric for each action, and one for each count", async () => {
  const expected = [
    ...Object.values(COUNTS).map((name) => identity(name, [SERVICE])),
    ...actions.map((action) => identity("Duration", [SERVICE, ["Action", action]])),
  ];
  expect([...new Set(await written())].sort()).toEqual(expected.sort());
});
