// The fields that connect a line of the log with its invocation. AWS Powertools uses the same names.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchLog } from "./watched-log.ts";

const log = watchLog();
const event = (requestId: string) => ({ requestContext: { requestId } });
const context = (awsRequestId: string) => ({ awsRequestId });

async function load() {
  vi.resetModules();
  const { tracedEvent } = await import("../../lambdas/runtime/invocation.ts");
  const { log: write } = await import("../../lambdas/runtime/log.ts");
  return tracedEvent(async ({ requestContext }: ReturnType<typeof event>) => {
    await Promise.resolve(requestContext);
    write("info", "typing");
  });
}
let handler: Awaited<ReturnType<typeof load>>;

beforeEach(async () => {
  handler = await load();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it("are API Gateway's request and Lambda's, and whether the container is new", async () => {
  await handler(event("g-1"), context("l-1"));
  await handler(event("g-2"), context("l-2"));
  const [first, second] = log.lines();
  expect(first).toEqual({
    level: "info",
    message: "typing",
    correlation_id: "g-1",
    function_request_id: "l-1",
    cold_start: true,
  });
  expect(second).toMatchObject({ correlation_id: "g-2", cold_start: false });
});

it("are each invocation's own where several share a process", async () => {
  await Promise.all(["1", "2", "3"].map((id) => handler(event(`g-${id}`), context(`l-${id}`))));
  const pairs = log.lines().map((line) => [line.correlation_id, line.function_request_id]);
  expect(pairs.sort()).toEqual([
    ["g-1", "l-1"],
    ["g-2", "l-2"],
    ["g-3", "l-3"],
  ]);
});

it.each([
  ["1", "1-5759e988-bd862e3fe1be46a994272793"],
  ["0", undefined],
])("name the trace where one is kept: Sampled=%s", async (sampled, id) => {
  vi.stubEnv(
    "_X_AMZN_TRACE_ID",
    `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=${sampled}`,
  );
  await handler(event("g"), context("l"));
  expect(log.lines()[0]?.xray_trace_id).toBe(id);
});

it("are left out of lines for people", async () => {
  vi.stubEnv("LOG_FORMAT", "text");
  await handler(event("g"), context("l"));
  expect(log.text()).toMatch(/^\d\d:\d\d:\d\d {2}typing\n$/);
});
