// One bad connection delays neither the others nor the caller. The tests run on virtual time.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PostResult } from "../../lambdas/delivery/post.ts";
import { postToAll, type Posting } from "../../lambdas/delivery/post-to-all.ts";
import { DELIVERY } from "../../lambdas/delivery/times.ts";

type Behaviour = "healthy" | "hangs" | PostResult["posted"];

/** The time that API Gateway takes to answer. */
const ANSWER_MS = 5;

let started: number;
let underWay: number;
let mostUnderWay: number;
/** The start times of the posts in ms, by connection. */
let begun: Map<string, number[]>;
beforeEach(() => {
  vi.useFakeTimers();
  started = performance.now();
  [underWay, mostUnderWay] = [0, 0];
  begun = new Map();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const elapsed = () => Math.round(performance.now() - started);

async function deliver(behaviours: Behaviour[], times: Partial<typeof DELIVERY> = {}) {
  const post = async (id: string, _bytes: Uint8Array, signal: AbortSignal): Promise<PostResult> => {
    begun.set(id, [...(begun.get(id) ?? []), elapsed()]);
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    const behaviour = behaviours[Number(id)] ?? "healthy";
    if (behaviour === "hangs") {
      await new Promise((resolve) => {
        signal.addEventListener("abort", resolve);
      });
      underWay -= 1;
      return { posted: "failed", error: "TimeoutError" };
    }
    await after(ANSWER_MS);
    underWay -= 1;
    return behaviour === "healthy" ? { posted: "sent" } : { posted: behaviour, error: behaviour };
  };
  const targets = behaviours.map((_, i) => ({ userId: `user-${i}`, connectionId: String(i) }));
  const delivering = postToAll(post, targets, () => new Uint8Array(), { ...DELIVERY, ...times });
  await vi.runAllTimersAsync();
  // The virtual clock stops at the last timer, which is the end of the last post that counts.
  const took = elapsed();
  return { postings: await delivering, took };
}

const many = (count: number, behaviour: Behaviour) => Array<Behaviour>(count).fill(behaviour);
const sent = (postings: readonly Posting[]) =>
  postings.filter(({ posted }) => posted === "sent").length;

describe("a push-back", () => {
  it.each(["throttled", "unavailable"] as const)(
    "(%s) is tried once more, not twice",
    async (how) => {
      const { postings } = await deliver([how]);
      expect(begun.get("0")).toHaveLength(2);
      expect(postings).toMatchObject([{ posted: how, isRepeated: true }]);
    },
  );

  it.each([0, 0.5, 0.999])("is tried again within 300 ms, by chance", async (chance) => {
    vi.spyOn(Math, "random").mockReturnValue(chance);
    await deliver(["throttled"]);
    const [first = 0, second = 0] = begun.get("0") ?? [];
    const pause = second - first - ANSWER_MS;
    expect(Math.abs(pause - chance * 300)).toBeLessThanOrEqual(1);
  });

  it("holds no permit while it waits", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.9);
    await deliver([...many(50, "throttled"), "healthy"]);
    expect(begun.get("50")).toEqual([ANSWER_MS]);
  });

  it.each(["gone", "failed"] as const)(
    "it is not, if it is %s: that is not tried again",
    async (how) => {
      await deliver([how]);
      expect(begun.get("0")).toHaveLength(1);
    },
  );
});

describe("peers that hang", () => {
  it("yield their permits after 300 ms, so that others may begin", async () => {
    const { postings } = await deliver([...many(50, "hangs"), ...many(20, "healthy")]);
    expect(sent(postings)).toBe(20);
    for (let id = 50; id < 70; id++) expect(begun.get(String(id))).toEqual([300]);
  });

  it("do not use up the whole time: 70 of them leave all others their frame", async () => {
    const { postings, took } = await deliver([...many(70, "hangs"), "healthy", "healthy"]);
    expect(sent(postings)).toBe(2);
    expect(took).toBe(1_500);
  });

  it("keep the caller waiting for 1.5 s, not longer, however late they began", async () => {
    const { took } = await deliver([...many(49, "healthy"), "hangs"]);
    expect(took).toBe(1_500);
    started = performance.now();
    begun = new Map();
    expect((await deliver(many(60, "hangs"))).took).toBe(1_500);
  });

  it("are waited for after that while others have not begun", async () => {
    const { postings, took } = await deliver([...many(400, "hangs"), "healthy"]);
    expect(sent(postings)).toBe(1);
    expect(begun.get("400")).toEqual([8 * 300]);
    expect(took).toBeLessThanOrEqual(9 * 300);
  });
});

describe("a delivery", () => {
  it("makes 50 posts at once, and no more of those that are answered", async () => {
    const { postings } = await deliver(many(120, "healthy"));
    expect(mostUnderWay).toBe(50);
    expect(sent(postings)).toBe(120);
  });

  it("begins no post after its time, and reports the connections without one", async () => {
    const { postings } = await deliver(many(1_000, "healthy"), { wholeMs: 21 } as never);
    expect(Math.max(...[...begun.values()].flat())).toBeLessThanOrEqual(21);
    expect(begun.size).toBe(250);
    expect(postings).toHaveLength(1_000);
    expect(postings.at(-1)).toMatchObject({ posted: "failed", error: "NotBegun" });
  });

  it("begins no post if there is no time", async () => {
    await deliver(many(3, "healthy"), { wholeMs: 0 } as never);
    expect(begun.size).toBe(0);
  });

  it("goes by the clock, not by a timer that is late because answers keep coming", async () => {
    vi.spyOn(performance, "now").mockImplementation(() => (begun.size < 3 ? 0 : 5_000));
    await deliver(many(10, "healthy"));
    expect(begun.size).toBe(3);
  });

  it("ends after all its posts have ended, and leaves no timer", async () => {
    await deliver([...many(100, "hangs"), ...many(10, "throttled"), ...many(10, "healthy")]);
    expect(underWay).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
