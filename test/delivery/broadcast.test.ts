// One event to many connections: who gets it, and that nobody's trouble is another's.

import { describe, expect, it, vi } from "vitest";
import { broadcast } from "../../lambdas/delivery/broadcast.ts";
import type { Post, PostResult } from "../../lambdas/delivery/post.ts";
import type { User } from "../../lambdas/chat/model.ts";
import { PATIENT } from "../patience.ts";

const NOW = 1_000;
const SENT: PostResult = { posted: "sent", retries: 0, throttled: 0 };
const GONE: PostResult = { posted: "gone", retries: 0, throttled: 0, error: "GoneException" };
const FAILED: PostResult = {
  posted: "failed",
  retries: 0,
  throttled: 0,
  error: "ForbiddenException",
};
const NOTHING = { sent: 0, gone: 0, failed: 0, retries: 0, throttled: 0, errors: {} };

const user = (id: string, ...connections: string[]): User => ({
  id,
  connections: connections.map((connection) => ({ id: connection, until: NOW + 1 })),
});

const bytes = new Uint8Array([123, 125]);
const audience = (...users: User[]) => ({
  users,
  except: "caller",
  frame: () => bytes,
  now: NOW,
  deliveryMs: 5_000,
});

/** A post that answers for each connection as it is told, and `sent` for the others. */
const posting = (results: Record<string, PostResult> = {}) =>
  vi.fn((...[connectionId]: Parameters<Post>) => Promise.resolve(results[connectionId] ?? SENT));
const reached = (post: ReturnType<typeof posting>) => post.mock.calls.map(([id]) => id);

describe("a broadcast", () => {
  it("goes to every connection of every receiver", async () => {
    const post = posting();
    const counts = await broadcast(post, audience(user("ann", "a1", "a2"), user("bob", "b1")));
    expect(reached(post)).toEqual(["a1", "a2", "b1"]);
    expect(counts).toEqual({ ...NOTHING, sent: 3 });
  });

  it("goes not to the connection of the caller, whose copy is the reply, but to their others", async () => {
    const post = posting();
    await broadcast(post, audience(user("ann", "caller", "a2"), user("bob", "b1")));
    expect(reached(post)).toEqual(["a2", "b1"]);
  });

  it("goes to no connection whose time is over: its token has run out, or it is dead", async () => {
    const post = posting();
    const connections = [
      { id: "over", until: NOW - 1 },
      { id: "ends now", until: NOW },
      { id: "lives", until: NOW + 1 },
    ];
    expect(await broadcast(post, audience({ id: "ann", connections }))).toEqual({
      ...{ ...NOTHING, sent: 1 },
    });
    expect(reached(post)).toEqual(["lives"]);
  });

  it("is nothing at all when nobody is connected", async () => {
    const post = posting();
    expect(await broadcast(post, audience(user("ann"), user("bob", "caller")))).toEqual(NOTHING);
    expect(post).not.toHaveBeenCalled();
  });

  it("gives each user's frame to each of their connections, as the very bytes", async () => {
    const frames: Record<string, Uint8Array> = {
      ann: new Uint8Array([1]),
      bob: new Uint8Array([2]),
    };
    const frame = (userId: string) => frames[userId] ?? new Uint8Array();
    const post = posting();
    await broadcast(post, { ...audience(user("ann", "a1", "a2"), user("bob", "b1")), frame });
    const given = post.mock.calls.map(([, data]) => data);
    expect(given[0]).toBe(frames.ann);
    expect(given[1]).toBe(frames.ann);
    expect(given[2]).toBe(frames.bob);
  });

  it("has one time limit for all its posts", async () => {
    const post = posting();
    await broadcast(post, audience(user("ann", "a1", "a2")));
    const [one, other] = post.mock.calls.map(([, , signal]) => signal);
    expect(one).toBe(other);
    expect(one?.aborted).toBe(false);
  });

  it("tells its posts when that time is over", async () => {
    const post = (...[, , signal]: Parameters<Post>) =>
      new Promise<PostResult>((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(FAILED);
        });
      });
    const counts = await broadcast(post, { ...audience(user("ann", "a1", "a2")), deliveryMs: 1 });
    expect(counts.failed).toBe(2);
  });

  it("posts to 50 at once, never to more, and to all in the end", async () => {
    const waiting: (() => void)[] = [];
    const post = () =>
      new Promise<PostResult>((resolve) => {
        waiting.push(() => {
          resolve(SENT);
        });
      });
    const ids = Array.from({ length: 120 }, (_, index) => `c${index}`);
    const broadcasting = broadcast(post, audience(user("ann", ...ids)));
    const atOnce: number[] = [];
    while (atOnce.reduce((sum, count) => sum + count, 0) < 120) {
      await vi.waitFor(() => {
        expect(waiting).not.toHaveLength(0);
      }, PATIENT);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce.push(waiting.length);
      for (const end of waiting.splice(0)) end();
    }
    expect(atOnce).toEqual([50, 50, 20]);
    expect((await broadcasting).sent).toBe(120);
  });
});

describe("one connection's trouble", () => {
  it.each([
    ["gone", GONE],
    ["failed", FAILED],
  ])("keeps the frame from no other: %s", async (_what, result) => {
    const post = posting({ a1: result });
    const counts = await broadcast(post, audience(user("ann", "a1", "a2"), user("bob", "b1")));
    expect(reached(post)).toEqual(["a1", "a2", "b1"]);
    expect(counts.sent).toBe(2);
  });

  it("keeps the frame from no other: one that hangs", async () => {
    let end: (result: PostResult) => void = () => undefined;
    const hangs = new Promise<PostResult>((resolve) => (end = resolve));
    const post = vi.fn((id: string) => (id === "a1" ? hangs : Promise.resolve(SENT)));
    const broadcasting = broadcast(post, audience(user("ann", "a1", "a2"), user("bob", "b1")));
    await vi.waitFor(() => {
      expect(post).toHaveBeenCalledTimes(3);
    }, PATIENT);
    end(FAILED);
    expect((await broadcasting).sent).toBe(2);
  });

  it("keeps the frame from no other: one that cannot be forgotten", async () => {
    const post = posting({ a1: GONE, a2: GONE });
    const onGone = (_user: string, connection: string) =>
      connection === "a1" ? Promise.reject(new TypeError("x")) : Promise.resolve();
    const counts = await broadcast(post, { ...audience(user("ann", "a1", "a2", "a3")), onGone });
    expect(counts).toEqual({ ...NOTHING, gone: 2, sent: 1, errors: { "forget: TypeError": 1 } });
  });
});

describe("connections that are gone", () => {
  it("are told, once each, with their user, and no others", async () => {
    const onGone = vi.fn(() => Promise.resolve());
    const post = posting({ a2: GONE, b1: GONE, b2: FAILED });
    await broadcast(post, {
      ...audience(user("ann", "a1", "a2"), user("bob", "b1", "b2")),
      onGone,
    });
    expect(onGone.mock.calls).toEqual([
      ["ann", "a2"],
      ["bob", "b1"],
    ]);
  });

  it("are waited for to be forgotten, since what runs on after the reply is lost on Lambda", async () => {
    let isForgotten = false;
    const onGone = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isForgotten = true;
    };
    await broadcast(posting({ a1: GONE }), { ...audience(user("ann", "a1")), onGone });
    expect(isForgotten).toBe(true);
  });

  it("are only counted by an action that may not write", async () => {
    const counts = await broadcast(posting({ a1: GONE }), audience(user("ann", "a1", "a2")));
    expect(counts).toEqual({ ...NOTHING, gone: 1, sent: 1 });
  });
});

describe("the counts of a broadcast", () => {
  it("are by outcome, with the retries and push-backs of all, and the failures by name", async () => {
    const post = posting({
      a1: { posted: "sent", retries: 2, throttled: 1 },
      a2: { ...FAILED, retries: 1 },
      a3: FAILED,
      a4: { posted: "failed", retries: 0, throttled: 0, error: "AbortError" },
      a5: { posted: "failed", retries: 0, throttled: 2 },
      a6: { ...GONE, retries: 4 },
    });
    const ids = ["a1", "a2", "a3", "a4", "a5", "a6"];
    expect(await broadcast(post, audience(user("ann", ...ids)))).toEqual({
      ...{ sent: 1, gone: 1, failed: 4, retries: 7, throttled: 3 },
      errors: { ForbiddenException: 2, AbortError: 1, Error: 1 },
    });
  });
});
