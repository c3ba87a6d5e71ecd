// The request of a use case: reads that begin before they are needed, a clock, a source of random ids, and texts.

import { afterEach, describe, expect, it, vi } from "vitest";
import type { User } from "../../lambdas/chat/model.ts";
import { openRequest } from "../../lambdas/runtime/request.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";

const caller = { userId: "ann", connectionId: "c-ann" };

interface Read {
  readonly ids: readonly string[];
  readonly resolve: (users: User[]) => void;
  readonly reject: (error: Error) => void;
}

/** A request on a store in memory. The test settles its reads of users. */
function opened() {
  const { rooms, log, messages, roomList, largeRooms, buckets } = new MemoryStore();
  const reads: Read[] = [];
  // No `vi.fn`: it would observe a rejection, which then counts as handled.
  const users = (ids: readonly string[]) =>
    new Promise<User[]>((resolve, reject) => {
      reads.push({ ids, resolve, reject });
    });
  return {
    reads,
    request: openRequest(caller, { rooms, log, messages, roomList, largeRooms, buckets, users }, 0),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const unhandled = vi.fn();
process.on("unhandledRejection", unhandled);
afterEach(() => {
  unhandled.mockClear();
});

describe("a request's users", () => {
  it("may fail to be read while nobody waits for them", async () => {
    const { request, reads } = opened();
    const reading = request.users(["ann"]);
    reads[0]?.reject(new Error("throttled"));
    await turn();
    expect(unhandled).not.toHaveBeenCalled();
    await expect(reading).rejects.toThrow("throttled");
  });
});

describe("a request's settled", () => {
  it("waits for every read that was begun, failed ones included", async () => {
    const { request, reads } = opened();
    void request.users(["ann"]);
    void request.users(["bob"]);
    let isSettled = false;
    const settled = request.flush().then(() => (isSettled = true));
    reads[0]?.reject(new Error("throttled"));
    await turn();
    expect(isSettled).toBe(false);
    reads[1]?.resolve([]);
    await settled;
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("has nothing to wait for when nothing was begun", async () => {
    await opened().request.flush();
  });
});

describe("a request", () => {
  it("is the caller's, on the store", async () => {
    const { request } = opened();
    expect(request.caller).toBe(caller);
    expect(await request.rooms.read("room")).toBeUndefined();
  });

  it("goes by the server's clock", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_234 });
    expect(opened().request.now()).toBe(1_234);
    vi.useRealTimers();
  });

  it("makes nonces of 12 hex digits, each another", () => {
    const { request } = opened();
    const nonces = Array.from({ length: 1_000 }, () => request.nonce());
    expect(new Set(nonces).size).toBe(1_000);
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{12}$/);
  });

  it("hashes a text to 32 hex digits, always the same, and different for another text", () => {
    const { request } = opened();
    expect(request.digest("a")).toBe("ca978112ca1bbdcafac231b39a23dc4d");
    expect(request.digest("b")).not.toBe(request.digest("a"));
  });
});
