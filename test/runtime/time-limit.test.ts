// A request's time budget, counted from its arrival.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ANSWER_WITHIN_MS, timeLimit } from "../../lambdas/runtime/time-limit.ts";

const NOW = Date.UTC(2024, 4, 15);
/** API Gateway's time-out for integrations. */
const INTEGRATION_TIMEOUT_MS = 29_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

it("a request's time ends before API Gateway gives up waiting", () => {
  expect(timeLimit(NOW).deadline).toBeLessThan(NOW + INTEGRATION_TIMEOUT_MS);
});

it("it counts from the request's arrival, not from when it is asked for", () => {
  const { deadline, signal } = timeLimit(NOW - 1_000);
  expect(deadline).toBe(NOW - 1_000 + ANSWER_WITHIN_MS);
  vi.advanceTimersByTime(ANSWER_WITHIN_MS - 1_001);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.aborted).toBe(true);
});

it("once it is released, nothing is aborted and no timer is left", () => {
  const { signal, clear } = timeLimit(NOW);
  clear();
  expect(vi.getTimerCount()).toBe(0);
  expect(signal.aborted).toBe(false);
});
