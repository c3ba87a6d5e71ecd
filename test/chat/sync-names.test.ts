// Names in replies to `sync`: only on request, and for a limited number of members.

import { beforeEach, describe, expect, it } from "vitest";
import { aMessage } from "../store/contract/samples.ts";
import { SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
beforeEach(() => {
  world = new SyncWorld();
});

describe("names", () => {
  const called = (world: SyncWorld, id: string, firstName?: string) =>
    world.store.userItems.set(id, { id, connections: [], ...(firstName && { firstName }) });

  it("come for every member with the last page, on request", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    called(world, "ann", "Ann");
    called(world, "bob");
    const answer = await world.one("ann", "tea", 1, { names: true });
    expect(answer.names).toEqual([{ _id: "ann", first_name: "Ann" }, { _id: "bob" }]);
    expect(await world.one("ann", "tea", 1)).not.toHaveProperty("names");
  });

  it("are of the first rooms that have a hundred members together, read at once", async () => {
    const people = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `user-${from + n}`);
    await world.room("one", ["ann", ...people(0, 60)]);
    await world.room("two", ["ann", ...people(60, 120)]);
    await world.room("three", ["ann", ...people(30, 80)]);
    const rooms = ["one", "two", "three"].map((room_id) => ({ room_id, after_rev: 0 }));
    const answers = await world.sync("ann", { rooms, names: true });
    expect(answers.map(({ names }) => names?.length)).toEqual([61, undefined, 51]);
  });
});
