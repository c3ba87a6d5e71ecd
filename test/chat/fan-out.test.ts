// The rules of the fan-out: the entry where it begins, the frames of each receiver, and the messages that it queues.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { fanOut, startOf } from "../../lambdas/chat/fan-out.ts";
import {
  aMember,
  aMessage,
  anAddition,
  aRemoval,
  anEdit,
  TIME,
} from "../store/contract/samples.ts";
import {
  append,
  connection,
  fanOutWorld,
  seedRoom,
  received,
  ROOM,
  type TestWorld,
} from "./fan-out-world.ts";

let world: TestWorld;
beforeEach(() => {
  world = fanOutWorld();
});

const cursor = () => world.store.fanOutCursors.get(ROOM);
const tell = (...events: Parameters<typeof received>[]) =>
  fanOut(
    ROOM,
    events.map((event) => received(...event)),
    world,
  );

describe("the cursor", () => {
  it("is where a fan-out begins; before the first it is the lowest that was sent to the queue", () => {
    const queuedEvents = [5, 3, 4].map((rev) => ({ rev }));
    expect(startOf({ rev: 2, at: 0 }, queuedEvents)).toBe(2);
    expect(startOf(undefined, queuedEvents)).toBe(2);
  });

  it("delivers everything up to the end of the log, entries that are queued later included", async () => {
    await seedRoom(world, ["ann", "bob"]);
    await append(world, aMessage(1), aMessage(2), aMessage(3));
    await tell([2], [1]);
    const revs = ["message 1", "message 2", "message 3"];
    expect(world.posted).toEqual(
      ["ann", "bob"].flatMap((id) => revs.map((rev) => `c-${id} ${rev}`)),
    );
    expect(cursor()).toMatchObject({ rev: 3 });

    world.posted.length = 0;
    await tell([3]);
    expect(world.posted).toEqual([]);
  });

  it("is moved only after everything was posted or handed on", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1));
    world.post = () => Promise.reject(new Error("cut off"));
    await expect(tell([1])).rejects.toThrow("cut off");
    expect(cursor()).toBeUndefined();
  });

  it("continues where one run had no more room, by a hand-over of its own", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, ...Array.from({ length: 130 }, (_, i) => aMessage(i + 1)));
    await tell([1]);
    expect(cursor()).toMatchObject({ rev: 100 });
    expect(world.queuedEvents).toEqual([{ room: ROOM, rev: 101 }]);
    await tell([101]);
    expect(cursor()).toMatchObject({ rev: 130 });
    expect(world.posted).toHaveLength(130);
  });

  it("skips entries older than two minutes without delivering them", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1), aMessage(2, { at: TIME + 119_000 }));
    world.clock = TIME + 121_000;
    await tell([1]);
    expect(world.posted).toEqual(["c-ann message 2"]);
    expect(cursor()).toMatchObject({ rev: 2 });
  });

  it("is moved past an entry that was received three times before anything else is done", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1), aMessage(2));
    world.post = () => Promise.reject(new Error("again"));
    await expect(tell([1, { receipts: 3 }], [2])).rejects.toThrow("again");
    expect(cursor()).toMatchObject({ rev: 1 });
    expect(world.skippedRevs).toEqual([1]);
  });
});

describe("an entry at which every fan-out fails that reads it", () => {
  const POISONED = 3;
  /** Runs the fan-out on the same batch until it succeeds. Throws after `times` failures. */
  async function tellRepeatedly(revs: readonly number[], times: number): Promise<void> {
    for (let receipts = 1; receipts <= times; receipts++) {
      const batch = revs.map((rev): Parameters<typeof received> => [rev, { receipts }]);
      const failed = await tell(...batch).then(
        () => false,
        () => true,
      );
      if (!failed) return;
    }
    throw new Error("It still fails.");
  }

  beforeEach(async () => {
    await seedRoom(world, ["ann"]);
    const after = world.log.after.bind(world.log);
    vi.spyOn(world.log, "after").mockImplementation(async (...args) => {
      const found = await after(...args);
      if (found.some(({ rev }) => rev === POISONED)) throw new Error("poisoned");
      return found;
    });
  });

  it("is skipped alone: entries before it and behind it in the same batch are delivered", async () => {
    await append(world, ...[1, 2, 3, 4, 5].map((rev) => aMessage(rev)));
    await tellRepeatedly([1, 2, 3, 4, 5], 3);
    expect(world.posted).toEqual([1, 2, 4, 5].map((rev) => `c-ann message ${rev}`));
    expect(world.skippedRevs).toEqual([POISONED]);
    expect(cursor()).toMatchObject({ rev: 5 });
  });

  it("is skipped alone even if only later entries were queued", async () => {
    await append(world, aMessage(1), aMessage(2));
    await tell([1]);
    world.posted.length = 0;
    await append(world, ...[3, 4, 5].map((rev) => aMessage(rev)));
    await tellRepeatedly([5], 3);
    expect(world.posted).toEqual([4, 5].map((rev) => `c-ann message ${rev}`));
    expect(world.skippedRevs).toEqual([POISONED]);
  });
});

it("a fan-out that takes long over single entries continues by a hand-over of its own", async () => {
  await seedRoom(world, ["ann"]);
  await append(world, ...[1, 2, 3].map((rev) => aMessage(rev)));
  const post = world.post.bind(world);
  world.post = (targets) => {
    world.clock += 3_001;
    return post(targets);
  };
  await tell([1, { receipts: 2 }], [3, { receipts: 2 }]);
  expect(world.posted).toEqual(["c-ann message 1"]);
  expect(world.queuedEvents).toEqual([{ room: ROOM, rev: 3 }]);
});

describe("a fan-out", () => {
  it("waits a quarter of a second after the last of its room began, and no longer", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1));
    await tell([1]);
    expect(world.waits).toEqual([]);
    world.clock += 100;
    await append(world, aMessage(2));
    await tell([2]);
    expect(world.waits).toEqual([150]);
    world.clock += 250;
    await append(world, aMessage(3));
    await tell([3]);
    expect(world.waits).toEqual([150]);
  });

  it("does not wait when there is nothing to deliver", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1), aMessage(2));
    await tell([1]);
    await tell([2]);
    expect(world.waits).toEqual([]);
  });

  it("applies an entry whose author died, before it delivers the event", async () => {
    await seedRoom(world, ["ann", "bob"], {
      head: { rev: 1, seq: 1, lastMessageRev: 1, activeAt: 0 },
    });
    await append(world, aMessage(1), anEdit(1, 2, { nonce: "nonce0000001" }));
    world.store.pending.set(`${ROOM} 1`, { text: "new", nonce: "nonce0000001" });
    await tell([2]);
    expect(world.store.roomItems.get(ROOM)?.room.head.rev).toBe(2);
    expect(world.posted).toEqual(["c-ann edited 2", "c-bob edited 2"]);
  });

  it("delivers to a removed member nothing but the removal", async () => {
    await seedRoom(world, ["ann", "bob", "cid"]);
    await append(world, aMessage(1), aRemoval(2, "bob"), aMessage(3));
    await world.store.log.apply(ROOM, aRemoval(2, "bob"));
    await tell([1]);
    expect(world.posted.filter((each) => each.startsWith("c-bob"))).toEqual([
      "c-bob member_removed 2",
    ]);
    expect(world.posted.filter((each) => each.startsWith("c-cid"))).toHaveLength(3);
  });

  it("joins added members who are online, and delivers what came since", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1));
    await tell([1]);
    world.posted.length = 0;
    world.store.userItems.set("bob", { id: "bob", connections: [connection("c-bob")] });
    await append(world, aMessage(2), anAddition(3, ["bob"]), aMessage(4));
    await world.store.log.apply(ROOM, anAddition(3, ["bob"]));
    await tell([2]);
    expect(world.posted.filter((each) => each.startsWith("c-bob"))).toEqual([
      "c-bob group_bob 3",
      "c-bob message 4",
    ]);
    expect(world.store.membersOf(ROOM).get("bob")?.connections).toEqual([connection("c-bob")]);
  });

  it("joins all online members before it delivers the first event, whichever that is", async () => {
    await seedRoom(world, ["ann", "bob"], { joined: false });
    await append(world, aMessage(1));
    await tell([1]);
    expect(world.posted).toEqual(["c-ann message 1", "c-bob message 1"]);
    const joins = [...world.store.membersOf(ROOM).values()].map((each) => each.connections?.length);
    expect(joins).toEqual([1, 1]);
  });

  it("posts to no connection past its time, and takes those that are gone off in one write a member", async () => {
    await seedRoom(world, ["ann"]);
    const add = [
      connection("c-old", { until: world.clock }),
      connection("c-dead"),
      connection("c-dead2"),
    ];
    await world.store.largeRooms.join(ROOM, "ann", { add, drop: [] });
    await append(world, aMessage(1));
    world.dead.add("c-dead").add("c-dead2");
    world.store.fanOutCursors.set(ROOM, { rev: 0, at: 1 });
    const join = vi.spyOn(world.largeRooms, "join");
    await tell([1]);
    expect(world.posted.map((each) => each.split(" ")[0])).toEqual(["c-ann", "c-dead", "c-dead2"]);
    const left = world.store
      .membersOf(ROOM)
      .get("ann")
      ?.connections?.map(({ id }) => id);
    expect(left).toEqual(["c-ann", "c-old"]);
    expect(join).toHaveBeenCalledOnce();
  });

  it("does nothing for a room that no longer exists", async () => {
    await expect(tell([1])).resolves.toBeUndefined();
  });
});

describe("a repeated event", () => {
  it("is sent alone, to all but the connection that asked", async () => {
    await seedRoom(world, ["ann", "bob"]);
    await append(world, aMessage(1), aMessage(2));
    await tell([1]);
    world.posted.length = 0;
    await tell([1, { again: { except: "c-ann" } }]);
    expect(world.posted).toEqual(["c-bob message 1"]);
    expect(cursor()).toMatchObject({ rev: 2 });
  });

  it("is delivered with everything else, if it was not delivered before", async () => {
    await seedRoom(world, ["ann"]);
    await append(world, aMessage(1), aMessage(2));
    await tell([1, { again: { except: "c-bob" } }]);
    expect(world.posted).toEqual(["c-ann message 1", "c-ann message 2"]);
  });
});

it("a member who is added during the fan-out gets events from their addition on", async () => {
  await seedRoom(world, ["ann"]);
  await append(world, aMessage(1));
  await world.store.rooms.enlist(ROOM, [aMember("zoe", { joinedRev: 2 })]);
  await world.store.largeRooms.join(ROOM, "zoe", { add: [connection("c-zoe")], drop: [] });
  await tell([1]);
  expect(world.posted).toEqual(["c-ann message 1"]);
});
