// bench/contention.ts on a small scale: a room under contention, simulated in virtual time.

import { describe, expect, it } from "vitest";
import { simulate } from "../../bench/contention-model.ts";

describe("100 messages a second in one room", () => {
  it.each([
    { chosenIds: false, seed: 1 },
    { chosenIds: true, seed: 2 },
  ])("all get their place within a second, for at most 2.5 puts each: %j", async (load) => {
    const figures = await simulate({ messagesPerSecond: 100, seconds: 20, ...load });
    expect(figures.messages).toBeGreaterThan(1_800);
    expect(figures).toMatchObject({ refused: 0 });
    expect(figures.p99).toBeLessThan(1_000);
    expect(figures.putsPerMessage).toBeLessThanOrEqual(2.5);
  });
});

describe("a client that pins and unpins 24 times a second", () => {
  it("keeps others' messages waiting for less than 100 ms", async () => {
    const load = { messagesPerSecond: 10, togglesPerSecond: 24, seconds: 30 };
    const { p99, refused } = await simulate(load);
    expect(p99).toBeLessThan(100);
    expect(refused).toBe(0);
  });
});

describe("messages that meet no others", () => {
  it("take one put each, and hardly ever a read", async () => {
    const { putsPerMessage, readsPerMessage } = await simulate({
      messagesPerSecond: 0.5,
      seconds: 60,
    });
    expect(putsPerMessage).toBe(1);
    expect(readsPerMessage).toBeLessThan(0.1);
  });
});
