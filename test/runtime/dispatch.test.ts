// After an action's effect is durable: sends its event concurrently with the remaining writes, and handles failures.

import { afterEach, describe, expect, it, vi } from "vitest";
import type { User } from "../../lambdas/chat/model.ts";
import type { Outcome } from "../../lambdas/chat/request.ts";
import type { Post, PostResult } from "../../lambdas/delivery/post.ts";
import { usersOf } from "../../lambdas/chat/receivers.ts";
import { dispatch, type Delivery } from "../../lambdas/runtime/dispatch.ts";
import { openRequest } from "../../lambdas/runtime/request.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { watchLog } from "./watched-log.ts";

const log = watchLog();
afterEach(() => {
  vi.restoreAllMocks();
});

const SENT: PostResult = { posted: "sent" };
const GONE: PostResult = { posted: "gone", error: "GoneException" };
const DATA = `{"text":"é"}`;
const busy = new Error("throttled");

const connected = (id: string, ...connections: string[]): User => ({
  id,
  connections: connections.map((connection) => ({ id: connection, until: Infinity })),
});

/** A request of ann's `c-ann`, who also has `c-ann2`; `c-bob` is bob's. */
function opened() {
  const store = new MemoryStore();
  for (const user of [connected("ann", "c-ann", "c-ann2"), connected("bob", "c-bob")]) {
    store.userItems.set(user.id, user);
  }
  const users = vi.fn((ids: readonly string[]) => store.users(ids));
  const { rooms, log: entries, messages, roomList, largeRooms, buckets } = store;
  const caller = { userId: "ann", connectionId: "c-ann" };
  return {
    users,
    request: openRequest(
      caller,
      { rooms, log: entries, messages, roomList, largeRooms, buckets, users },
      Infinity,
    ),
  };
}
type Opened = ReturnType<typeof opened>["request"];

/** An outcome with an event to ann and bob. */
const anOutcome = (request: Opened, otherwise: Partial<Outcome> = {}): Outcome => ({
  event: "message",
  data: [],
  repeatable: true,
  receivers: usersOf(request, ["ann", "bob"]),
  ...otherwise,
});

/** Dispatches an outcome. */
function dispatchOutcome(
  delivery: Delivery,
  otherwise: Partial<Outcome> = {},
  { request } = opened(),
) {
  return dispatch(anOutcome(request, otherwise), DATA, request, delivery);
}

const posting = (result: PostResult = SENT) => vi.fn<Post>(() => Promise.resolve(result));
const frames = (post: ReturnType<typeof posting>) =>
  Object.fromEntries(
    post.mock.calls.map(([connection, bytes]) => [connection, new TextDecoder().decode(bytes)]),
  );

/** A promise that the test resolves. */
function deferred<T>() {
  let end: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (end = resolve));
  return { promise, end };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("an outcome's event", () => {
  it("goes to every connection of its receivers but the caller's own, without a request_id", async () => {
    const post = posting();
    const counts = await dispatchOutcome({ post });
    const frame = `{"event":"message","data":${DATA}}`;
    expect(frames(post)).toEqual({ "c-ann2": frame, "c-bob": frame });
    expect(counts).toMatchObject({ sent: 2, gone: 0, failed: 0 });
  });

  it("is encoded once, however many get it", async () => {
    const post = posting();
    await dispatchOutcome({ post });
    const [one, other] = post.mock.calls.map(([, bytes]) => bytes);
    expect(one).toBe(other);
  });

  it("is named for each receiver where it is named by them", async () => {
    const post = posting();
    await dispatchOutcome({ post }, { event: (userId) => `group_${userId}` });
    expect(frames(post)).toEqual({
      "c-ann2": `{"event":"group_ann","data":${DATA}}`,
      "c-bob": `{"event":"group_bob","data":${DATA}}`,
    });
  });

  it("for nobody else is not posted, and reads no receivers", async () => {
    const { request, users } = opened();
    const post = posting();
    const outcome: Outcome = { event: "message", data: [], repeatable: true };
    expect(await dispatch(outcome, DATA, request, { post })).toBeUndefined();
    expect(post).not.toHaveBeenCalled();
    expect(users).not.toHaveBeenCalled();
  });

  it("removes connections that are gone from their users, if the action may", async () => {
    const forget = vi.fn(() => Promise.resolve());
    const delivery = { post: posting(GONE), forget };
    expect(await dispatchOutcome(delivery)).toMatchObject({
      gone: 2,
    });
    expect(forget.mock.calls).toEqual([
      ["ann", "c-ann2"],
      ["bob", "c-bob"],
    ]);
  });

  it("does not fail if they cannot be removed", async () => {
    const delivery = { post: posting(GONE), forget: () => Promise.reject(busy) };
    const counts = await dispatchOutcome(delivery);
    expect(counts).toMatchObject({ gone: 2, errors: { "forget: Error": 2 } });
  });
});

describe("the writes beside it", () => {
  it("begin at the same time, and all of them are awaited", async () => {
    const [write, sent] = [deferred<undefined>(), deferred<PostResult>()];
    const begun: string[] = [];
    const post: Post = (connection) => {
      begun.push(connection);
      return sent.promise;
    };
    const alongside = [
      () => {
        begun.push("write");
        return write.promise;
      },
    ];
    let isDone = false;
    const all = dispatchOutcome({ post }, { alongside });
    void all.then(() => (isDone = true));
    await turn();
    expect(begun.sort()).toEqual(["c-ann2", "c-bob", "write"]);

    sent.end(SENT);
    await turn();
    expect(isDone).toBe(false);
    write.end(undefined);
    expect(await all).toMatchObject({ sent: 2 });
  });

  it("are awaited although another has failed: on Lambda, work after the reply is lost", async () => {
    const write = deferred<undefined>();
    let isDone = false;
    const alongside = [() => Promise.reject(busy), () => write.promise];
    const all = dispatchOutcome({ post: posting() }, { alongside });
    const outcome = all.catch((error: unknown) => error).finally(() => (isDone = true));
    await turn();
    expect(isDone).toBe(false);
    write.end(undefined);
    expect(await outcome).toBe(busy);
  });
});

describe("a failure after the effect is durable", () => {
  const failing = (repeatable: boolean) => ({
    repeatable,
    alongside: [() => Promise.reject(busy)],
  });

  it("is thrown when the caller can repeat the action", async () => {
    const post = posting();
    await expect(dispatchOutcome({ post }, failing(true))).rejects.toBe(busy);
    expect(post).toHaveBeenCalledTimes(2);
    expect(log.text()).toBe("");
  });

  it("is only logged when a repeat would act twice, and the caller gets the reply", async () => {
    const counts = await dispatchOutcome({ post: posting() }, failing(false));
    expect(counts).toMatchObject({ sent: 2 });
    expect(log.lines()).toMatchObject([
      { level: "warn", message: "left undone after a message was stored", reason: "throttled" },
    ]);
  });

  it("may be a failed read of the connections: thrown when the action can be repeated", async () => {
    const it = opened();
    it.users.mockRejectedValue(busy);
    await expect(dispatchOutcome({ post: posting() }, {}, it)).rejects.toBe(busy);
  });

  it("may be a failed read of the connections: logged when it cannot", async () => {
    const it = opened();
    it.users.mockRejectedValue(busy);
    expect(await dispatchOutcome({ post: posting() }, { repeatable: false }, it)).toBeUndefined();
    expect(log.lines()).toMatchObject([{ level: "warn", reason: "throttled" }]);
  });

  it("is not that a connection cannot be reached, which `sync` makes good", async () => {
    const post = posting({ posted: "failed", error: "ForbiddenException" });
    expect(await dispatchOutcome({ post })).toMatchObject({
      failed: 2,
      errors: { ForbiddenException: 2 },
    });
  });
});

describe("a connection that does not get its frame", () => {
  const failed = posting({ posted: "failed", error: "TimeoutError" });

  it("is named in the log, with its user and why", async () => {
    await dispatchOutcome({ post: failed });
    const line = { level: "warn", message: "not delivered", cause: "TimeoutError" };
    expect(log.lines()).toMatchObject([
      { ...line, connection: "c-ann2", user: "ann" },
      { ...line, connection: "c-bob", user: "bob" },
    ]);
  });

  it("is only counted beyond the first 20: a fault of AWS must not fill the log", async () => {
    const it = opened();
    const ids = Array.from({ length: 50 }, (_, i) => `c${i}`);
    const receivers = {
      kind: "users" as const,
      ids: ["ann"],
      read: () => Promise.resolve([connected("ann", ...ids)]),
    };
    await dispatchOutcome({ post: failed }, { receivers }, it);
    expect(log.lines()).toHaveLength(21);
    expect(log.lines().at(-1)).toMatchObject({ level: "warn", connections: 30 });
  });
});
