// The receivers of an event: when their connections are read, so that none that existed before the event is left out.

import { beforeEach, describe, expect, it } from "vitest";
import type { User } from "../../lambdas/chat/model.ts";
import { appendWithReceivers } from "../../lambdas/chat/append-with-receivers.ts";
import { usersOf, type Receivers } from "../../lambdas/chat/receivers.ts";
import type { Request } from "../../lambdas/chat/request.ts";
import { aMessage } from "../store/contract/samples.ts";
import type { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { SyncWorld } from "./sync-world.ts";

const ROOM = "room";
const connections = (...ids: string[]) => ids.map((id) => ({ id, until: Infinity }));
const idsOf = (users: readonly User[]) =>
  users.flatMap((user) => user.connections.map(({ id }) => id));

let store: MemoryStore;
let request: Request;
/** The calls to the store, in the order in which they began. */
let calls: string[];
/** Called before an entry is put. */
let onPut: (() => unknown) | undefined;
let time: number;

beforeEach(async () => {
  const world = new SyncWorld();
  await world.room(ROOM);
  store = world.store;
  store.userItems.set("bob", { id: "bob", connections: connections("bob-1") });
  [calls, onPut, time] = [[], undefined, 0];
  const simulated = simulatedRequest({ store, random: () => 0.5, now: () => time }, "ann", "c-ann");
  request = {
    ...simulated,
    users: (ids) => {
      calls.push(`users ${ids.join()}`);
      return simulated.users(ids);
    },
    log: {
      ...simulated.log,
      put: async (...args) => {
        calls.push("put");
        await onPut?.();
        return await simulated.log.put(...args);
      },
    },
  };
});

const bobConnects = () => {
  store.userItems.set("bob", { id: "bob", connections: connections("bob-1", "bob-2") });
};
const send = (userIds?: readonly string[]) =>
  appendWithReceivers(
    request,
    ROOM,
    () => ({ append: { kind: "message" } }),
    userIds && { idsOf: () => userIds },
  );

const read = (receivers: Receivers) => {
  if (receivers.kind !== "users") throw new Error("The room is not large.");
  return receivers.read();
};

describe("the receivers of an event", () => {
  it("are the room's members, read beside the put, so that no round trip is added", async () => {
    const { receivers } = await send();
    expect(idsOf(await read(receivers))).toEqual(["bob-1"]);
    expect(calls).toEqual(["users ann,bob", "put"]);
  });

  it("are the users that the action names, if it names any", async () => {
    const { receivers } = await send(["ann", "bob", "cid"]);
    await read(receivers);
    expect(calls).toEqual(["users ann,bob,cid", "put"]);
  });

  it("are read again where the append took a second try", async () => {
    onPut = () => {
      onPut = bobConnects;
      return store.log.put(ROOM, aMessage(1));
    };
    const { receivers } = await send();
    expect(idsOf(await read(receivers))).toEqual(["bob-1", "bob-2"]);
    expect(calls).toEqual(["users ann,bob", "put", "put", "users ann,bob"]);
  });

  it.each([
    [100, ["bob-1"]],
    [101, ["bob-1", "bob-2"]],
  ])("are read again where it took over 100 ms: %i ms", async (ms, expected) => {
    onPut = () => {
      bobConnects();
      time += ms;
    };
    const { receivers } = await send();
    expect(idsOf(await read(receivers))).toEqual(expected);
  });

  it("are the members before the event, if members changed meanwhile", async () => {
    onPut = async () => {
      onPut = undefined;
      const stamp = {
        rev: 1,
        seq: 0,
        lastMessageRev: 0,
        activeAt: 0,
        by: "bob",
        at: 0,
        nonce: "n",
      };
      const users = ["cid"];
      await store.log.put(ROOM, { kind: "add", users, memberCount: 3, ...stamp });
    };
    const { receivers } = await send();
    await read(receivers);
    expect(calls).toEqual(["users ann,bob", "put", "put", "users ann,bob,cid"]);
  });

  it("do not include members who were removed before a busy room was read, although the first put succeeded", async () => {
    await store.log.put(ROOM, aMessage(1));
    await store.log.advance(ROOM, aMessage(1));
    const stamp = { rev: 2, seq: 1, lastMessageRev: 1, activeAt: 0, by: "bob", at: 0, nonce: "n" };
    await store.log.put(ROOM, { kind: "remove", user: "bob", memberCount: 1, ...stamp });
    calls = [];
    const { receivers } = await send();
    await read(receivers);
    expect(calls).toEqual(["users ann,bob", "put", "users ann"]);
  });

  it("of an event that is stored already are read on demand only", async () => {
    const { receivers } = await appendWithReceivers(request, ROOM, () => ({
      existing: { rev: 1 },
    }));
    expect(calls).toEqual([]);
    await read(receivers);
    expect(calls).toEqual(["users ann,bob"]);
  });

  it("of an event that is stored already in a large room get it again, except the connection that asks", async () => {
    const item = store.roomItems.get(ROOM);
    if (item) store.roomItems.set(ROOM, { ...item, room: { ...item.room, large: true } });
    const { receivers: first } = await send();
    const standing = { existing: { rev: 1 } };
    const { receivers: repeated } = await appendWithReceivers(request, ROOM, () => standing);
    const queued = { room: ROOM, rev: 1 };
    expect(first).toEqual({ kind: "joined", queued });
    const again = { except: "c-ann" };
    expect(repeated).toEqual({ kind: "joined", queued: { ...queued, again } });
  });

  it("are read once for all that need them", async () => {
    const receivers = usersOf(request, ["bob"]);
    expect(await receivers.read()).toBe(await receivers.read());
    expect(calls).toEqual(["users bob"]);
  });
});
