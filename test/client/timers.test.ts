// The timers of a chat, on a clock that the test advances.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeTimers } from "../../client/timers.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("sets no negative time, of which Node 24 warns, for a timer that is overdue", () => {
  const setTimeout = vi.spyOn(globalThis, "setTimeout");
  const run = vi.fn();
  makeTimers().after(-126, run);
  expect(setTimeout.mock.calls.map(([, ms]) => ms)).toEqual([0]);
  vi.advanceTimersByTime(0);
  expect(run).toHaveBeenCalledOnce();
});

it("accepts times beyond the platform's limit for timers, infinity included", () => {
  const run = vi.fn();
  const timers = makeTimers();
  timers.after(2 ** 31 + 5_000, run);
  timers.after(Infinity, run);
  vi.advanceTimersByTime(2 ** 31 + 4_999);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(2 ** 33);
  expect(run).toHaveBeenCalledOnce();
  timers.stopAll();
  expect(vi.getTimerCount()).toBe(0);
});

it("stops the timers that exist, and not those that a stop sets", () => {
  const timers = makeTimers();
  const run = vi.fn();
  const stopped = vi.fn(() => timers.after(10, run));
  timers.after(10, vi.fn(), stopped);
  timers.stopAll();
  vi.advanceTimersByTime(10);
  expect([stopped.mock.calls.length, run.mock.calls.length]).toEqual([1, 1]);
});
