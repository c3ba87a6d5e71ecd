// One event to many connections: its receivers, and that one connection's failure does not affect the others.

import { describe, expect, it, vi } from "vitest";
import { broadcast } from "../../lambdas/delivery/broadcast.ts";
import type { Post, PostResult } from "../../lambdas/delivery/post.ts";
import type { User } from "../../lambdas/chat/model.ts";
import { PATIENT } from "../patience.ts";

const NOW = 1_000;
const SENT: PostResult = { posted: "sent" };
const GONE: PostResult = { posted: "gone", error: "GoneException" };
const FAILED: PostResult = { posted: "failed", error: "ForbiddenException" };
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
  timeLeft: Infinity,
});

/** A post with a given result for some connections, and `sent` for the others. */
const posting = (results: Record<string, PostResult> = {}) =>
  vi.fn((...[connectionId]: Parameters<Post>) => Promise.resolve(results[connectionId] ?? SENT));
const reached = (post: ReturnType<typeof posting>) => post.mock.calls.map(([id]) => id);

describe("a broadcast", () => {
  it("goes to every connection of every receiver", async () => {
    const post = posting();
    const { counts } = await broadcast(post, audience(user("ann", "a1", "a2"), user("bob", "b1")));
    expect(reached(post)).toEqual(["a1", "b1", "a2"]);
    expect(counts).toEqual({ ...NOTHING, sent: 3 });
  });

  it("goes to the caller's other connections, and not to the caller's own, whose copy is the reply", async () => {
    const post = posting();
    await broadcast(post, audience(user("ann", "caller", "a2"), user("bob", "b1")));
    expect(reached(post)).toEqual(["a2", "b1"]);
  });

  it("goes to no connection that has run out: by its token, or because it is dead", async () => {
    const post = posting();
    const connections = [
      { id: "over", until: NOW - 1 },
      { id: "ends now", until: NOW },
      { id: "lives", until: NOW + 1 },
    ];
    const { counts } = await broadcast(post, audience({ id: "ann", connections }));
    expect(counts).toEqual({ ...NOTHING, sent: 1 });
    expect(reached(post)).toEqual(["lives"]);
  });

  it("posts nothing when nobody is connected", async () => {
    const post = posting();
    const { counts, failures } = await broadcast(
      post,
      audience(user("ann"), user("bob", "caller")),
    );
    expect(counts).toEqual(NOTHING);
    expect(failures).toEqual([]);
    expect(post).not.toHaveBeenCalled();
  });

  it("posts each user's frame to each of their connections, as the same bytes", async () => {
    const frames: Record<string, Uint8Array> = {
      ann: new Uint8Array([1]),
      bob: new Uint8Array([2]),
    };
    const frame = (userId: string) => frames[userId] ?? new Uint8Array();
    const post = posting();
    await broadcast(post, { ...audience(user("ann", "a1", "a2"), user("bob", "b1")), frame });
    const given = post.mock.calls.map(([, data]) => data);
    expect(given[0]).toBe(frames.ann);
    expect(given[1]).toBe(frames.bob);
    expect(given[2]).toBe(frames.ann);
  });
});

describe("one failing connection", () => {
  it.each([
    ["gone", GONE],
    ["failed", FAILED],
  ])("does not keep the frame from others: %s", async (_what, result) => {
    const post = posting({ a1: result });
    const { counts } = await broadcast(post, audience(user("ann", "a1", "a2"), user("bob", "b1")));
    expect(reached(post)).toEqual(["a1", "b1", "a2"]);
    expect(counts.sent).toBe(2);
  });

  it("does not keep the frame from others: one that hangs", async () => {
    let end: (result: PostResult) => void = () => undefined;
    const hangs = new Promise<PostResult>((resolve) => (end = resolve));
    const post = vi.fn((id: string) => (id === "a1" ? hangs : Promise.resolve(SENT)));
    const broadcasting = broadcast(post, audience(user("ann", "a1", "a2"), user("bob", "b1")));
    await vi.waitFor(() => {
      expect(post).toHaveBeenCalledTimes(3);
    }, PATIENT);
    end(FAILED);
    expect((await broadcasting).counts.sent).toBe(2);
  });

  it("does not keep the frame from others: one that cannot be removed", async () => {
    const post = posting({ a1: GONE, a2: GONE });
    const onGone = (_user: string, connection: string) =>
      connection === "a1" ? Promise.reject(new TypeError("x")) : Promise.resolve();
    const { counts } = await broadcast(post, {
      ...audience(user("ann", "a1", "a2", "a3")),
      onGone,
    });
    expect(counts).toEqual({ ...NOTHING, gone: 2, sent: 1, errors: { "forget: TypeError": 1 } });
  });
});

describe("connections that are gone", () => {
  it("are reported, once each, with their user, and no others", async () => {
    const onGone = vi.fn(() => Promise.resolve());
    const post = posting({ a2: GONE, b1: GONE, b2: FAILED });
    await broadcast(post, {
      ...audience(user("ann", "a1", "a2"), user("bob", "b1", "b2")),
      onGone,
    });
    expect(onGone.mock.calls).toEqual([
      ["bob", "b1"],
      ["ann", "a2"],
    ]);
  });

  it("are removed before the broadcast ends, since work after the reply is lost on Lambda", async () => {
    let isForgotten = false;
    const onGone = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isForgotten = true;
    };
    await broadcast(posting({ a1: GONE }), { ...audience(user("ann", "a1")), onGone });
    expect(isForgotten).toBe(true);
  });

  it("are only counted by an action that may not write", async () => {
    const { counts } = await broadcast(posting({ a1: GONE }), audience(user("ann", "a1", "a2")));
    expect(counts).toEqual({ ...NOTHING, gone: 1, sent: 1 });
  });
});

describe("the counts of a broadcast", () => {
  it("are by outcome, with repeated and pushed-back posts, and failures by name", async () => {
    const throttled: PostResult = { posted: "throttled", error: "LimitExceededException" };
    const first: Record<string, PostResult> = {
      a1: throttled,
      a2: FAILED,
      a3: FAILED,
      a4: throttled,
      a5: GONE,
      a6: { posted: "unavailable", error: "InternalServerErrorException" },
      a7: { posted: "failed" },
    };
    const again: Record<string, PostResult> = { a4: throttled, a6: GONE };
    const tried = new Set<string>();
    const post = (id: string) => {
      const results = tried.has(id) ? again : first;
      tried.add(id);
      return Promise.resolve(results[id] ?? SENT);
    };
    const { counts, failures } = await broadcast(
      post,
      audience(user("ann", ...Object.keys(first))),
    );
    expect(counts).toEqual({
      sent: 1,
      gone: 2,
      failed: 4,
      retries: 3,
      throttled: 3,
      errors: { ForbiddenException: 2, LimitExceededException: 1, Error: 1 },
    });
    expect(failures).toContainEqual({
      userId: "ann",
      connectionId: "a4",
      error: "LimitExceededException",
    });
    expect(failures).toHaveLength(4);
  });
});
