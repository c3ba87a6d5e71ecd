// `sync` of rooms without changes: how it finds that out, and which read marks it returns.

import { beforeEach, describe, expect, it } from "vitest";
import { aMessage, aRemoval } from "../store/contract/samples.ts";
import { messages, SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
beforeEach(() => {
  world = new SyncWorld();
});

describe("a room in which nothing came", () => {
  const nothing = { room_id: "tea", events: [], has_more: false, recovered: true };

  it("is told of by the slot behind the cursor and the list of rooms, and by no other read", async () => {
    const calls: string[] = [];
    world = new SyncWorld((call) => {
      calls.push(call);
      return Promise.resolve();
    });
    await world.room("tea");
    await world.log("tea", ...messages(2));
    calls.length = 0;
    expect(await world.one("ann", "tea", 2)).toEqual({ ...nothing, rev: 2 });
    expect(calls.sort()).toEqual(["buckets.take", "log.endedAt", "roomList.among"]);
  });

  it("is found out beside others, each in its place", async () => {
    await world.room("tea");
    await world.room("cake");
    await world.log("tea", ...messages(1));
    await world.log("cake", ...messages(1));
    const answers = await world.ask(
      "ann",
      { room_id: "tea", after_rev: 1 },
      { room_id: "cake", after_rev: 0 },
      { room_id: "secret", after_rev: 0 },
    );
    expect(answers).toMatchObject([
      { ...nothing, rev: 1 },
      { room_id: "cake", rev: 1, events: [{ event: "message" }] },
      { room_id: "secret", recovered: false },
    ]);
  });

  it("has no such answer for strangers, whom it would tell that there is a room", async () => {
    await world.room("tea");
    for (const after_rev of [0, 5]) {
      const answers = await world.ask(
        "cid",
        { room_id: "tea", after_rev },
        { room_id: "none", after_rev },
      );
      expect(answers).toEqual(["tea", "none"].map((room_id) => ({ room_id, recovered: false })));
    }
  });

  it("is none where the last entry is one's own removal, or is unfinished", async () => {
    await world.room("tea");
    await world.store.log.put("tea", aRemoval(1, "bob"));
    expect(await world.one("bob", "tea", 0)).toMatchObject({
      events: [{ event: "member_removed" }],
      recovered: false,
    });
  });

  it("comes with its read marks where they are asked for, and else without", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    expect(await world.one("ann", "tea", 1)).not.toHaveProperty("marks");
    expect((await world.one("ann", "tea", 1, { marks: true })).marks).toHaveLength(2);
  });
});
