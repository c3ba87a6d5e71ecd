// `sync` of rooms without changes: the reads that it makes, and the read marks that it returns.

import { beforeEach, describe, expect, it } from "vitest";
import { aMessage, aRemoval } from "../store/contract/samples.ts";
import { messages, SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
beforeEach(() => {
  world = new SyncWorld();
});

describe("a room without changes", () => {
  const nothing = { room_id: "tea", events: [], has_more: false, recovered: true };

  it("is recognized by the slot behind the cursor and the list of rooms, without other reads", async () => {
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

  it("is answered in its place among others", async () => {
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

  it("has no such answer for a user who is no member: it would show that the room exists", async () => {
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

  it("is not assumed if the last entry is the user's own removal, or is unfinished", async () => {
    await world.room("tea");
    await world.store.log.put("tea", aRemoval(1, "bob"));
    expect(await world.one("bob", "tea", 0)).toMatchObject({
      events: [{ event: "member_removed" }],
      recovered: false,
    });
  });

  it("comes with its read marks on request only", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    expect(await world.one("ann", "tea", 1)).not.toHaveProperty("marks");
    expect((await world.one("ann", "tea", 1, { marks: true })).marks).toHaveLength(2);
  });
});
