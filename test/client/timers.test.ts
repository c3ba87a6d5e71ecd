// The timers of a chat, on a clock that the test advances.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Timers } from "../../client/timers.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("asks for no time below zero, of which Node 24 warns, when what was due is over already", () => {
  const setTimeout = vi.spyOn(globalThis, "setTimeout");
  const run = vi.fn();
  new Timers().after(-126, run);
  expect(setTimeout.mock.calls.map(([, ms]) => ms)).toEqual([0]);
  vi.advanceTimersByTime(0);
  expect(run).toHaveBeenCalledOnce();
});
