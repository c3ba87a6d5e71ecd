// Metrics in CloudWatch's embedded metric format.

import { describe, expect, it, vi } from "vitest";

describe("the metrics of a deployment", () => {
  const load = async () => {
    vi.stubEnv("SERVICE_NAME", "parley-test");
    vi.resetModules();
    return await import("../../lambdas/runtime/metrics.ts");
  };

  it("name every value that they give, with its unit: time by action, counts of the service", async () => {
    const { metrics } = await load();
    const fields = metrics("sendMessage", 12, { sent: 3, fanOut: 3 });
    expect(fields).toEqual({
      Service: "parley-test",
      Action: "sendMessage",
      Duration: 12,
      DeliveriesSent: 3,
      FanOut: 3,
      _aws: {
        Timestamp: expect.any(Number) as number,
        CloudWatchMetrics: [
          {
            Namespace: "Parley",
            Dimensions: [["Service", "Action"]],
            Metrics: [{ Name: "Duration", Unit: "Milliseconds" }],
          },
          {
            Namespace: "Parley",
            Dimensions: [["Service"]],
            Metrics: [
              { Name: "DeliveriesSent", Unit: "Count" },
              { Name: "FanOut", Unit: "Count" },
            ],
          },
        ],
      },
    });
  });

  it("leave out counts of zero, but no time, however short", async () => {
    const { metrics } = await load();
    const fields = metrics("typing", 0, { failed: 0, throttled: 0, errors: 0 });
    expect(Object.keys(fields)).toEqual(["_aws", "Service", "Action", "Duration"]);
    expect(fields).toMatchObject({ Duration: 0, _aws: { CloudWatchMetrics: { length: 1 } } });
  });
});

describe("without a service's name, as on a laptop", () => {
  it("there are none", async () => {
    vi.stubEnv("SERVICE_NAME", undefined);
    vi.resetModules();
    const { metrics } = await import("../../lambdas/runtime/metrics.ts");
    expect(metrics("typing", 1)).toEqual({});
  });
});
