// The cost model agrees with the deployment and with the README, and the guide agrees with the model.

import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import { quantities, FIXED_COSTS, fixedCosts, TYPICAL } from "../../bench/cost-model.ts";
import { tables } from "../../bench/cost-tables.ts";
import { COUNTS } from "../../lambdas/metrics.ts";
import { ROUTES } from "../../lambdas/routes.ts";
import { resourcesOf } from "../infra/app.ts";

const resources = resourcesOf();

describe("the guide", () => {
  const GUIDE = "docs/operations.md";

  test("has the tables that the model makes: npx tsx bench/costs.ts prints them", async () => {
    const options = await resolveConfig(GUIDE);
    const made = await format(tables(TYPICAL), { ...options, parser: "markdown" });
    expect(readFileSync(GUIDE, "utf8")).toContain(made);
  });
});

describe("the cost of a deployment that nobody uses", () => {
  const { alarmedMetrics, compositeAlarms, customMetrics } = FIXED_COSTS;

  test("counts the alarms of the template", () => {
    const watched = resources.ofType("AWS::CloudWatch::Alarm").map(({ Properties }) => {
      const { Metrics } = Properties as { Metrics?: { MetricStat?: object }[] };
      return Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1;
    });
    expect(watched.reduce((sum, metrics) => sum + metrics)).toBe(
      alarmedMetrics.perRoute * ROUTES.length + alarmedMetrics.besides,
    );
    expect(resources.ofType("AWS::CloudWatch::CompositeAlarm")).toHaveLength(compositeAlarms);
  });

  test("counts the metrics that handlers and filters write", () => {
    const filters = resources.ofType("AWS::Logs::MetricFilter");
    // Only routes that answer their caller log a duration.
    const silent = ROUTES.filter(({ twoWay }) => !twoWay);
    expect(Object.keys(COUNTS).length + filters.length - silent.length).toBe(customMetrics.besides);
  });

  test("is the sum of metrics and alarms at their prices", () => {
    expect(fixedCosts().perRoute).toBeCloseTo(3 * 0.1 + 0.3);
    expect(fixedCosts().besides).toBeCloseTo(22 * 0.1 + 8 * 0.3 + 3 * 0.5 + 3);
  });
});

describe("what one message a day takes in a month", () => {
  const NOTHING = {
    hoursOnline: 0,
    connects: 0,
    rooms: 0,
    sends: 0,
    reads: 0,
    typings: 0,
    files: 0,
  };
  const of = (members: number, listeners: number) =>
    quantities({ ...TYPICAL, ...NOTHING, people: 1, sends: 1, members, listeners });

  // The table in the README, times 30 days.
  test.each([
    [2, 2],
    [15, 8.5],
    [100, 55],
  ])("with %i members is %f read units a message", (members, units) => {
    expect(of(members, 1).readUnits).toBe(30 * units);
    expect(of(members, 1).writeUnits).toBe(30 * 4);
  });

  test("is a request, a reply, and one more for each listener", () => {
    expect(of(10, 3).messages).toBe(30 * 5);
    expect(of(10, 3).invocations).toBe(30);
  });
});
