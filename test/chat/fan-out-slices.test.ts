// A fan-out to too many members for one run: it queues the rest in slices.

import { beforeEach, expect, it, vi } from "vitest";
import { fanOut, fanOutSlice } from "../../lambdas/chat/fan-out.ts";
import { aMessage, aRemoval } from "../store/contract/samples.ts";
import { append, fanOutWorld, seedRoom, received, ROOM, type TestWorld } from "./fan-out-world.ts";

let world: TestWorld;
beforeEach(() => {
  world = fanOutWorld();
});

const tell = (...events: Parameters<typeof received>[]) =>
  fanOut(
    ROOM,
    events.map((event) => received(...event)),
    world,
  );

const users = ["a", "b", "c", "d", "e"];
const posted = () => world.posted.map((each) => each.split(" ")[0]);

it("is handed on before it posts, and reaches everybody once", async () => {
  await seedRoom(world, users);
  await append(world, aMessage(1));
  world.posts = 2;
  const sendSlice = vi.spyOn(world.queue, "sendSlice");
  sendSlice.mockImplementation((slice) => {
    expect(world.posted).toHaveLength(2 * (slice.index - 1));
    world.slices.push(slice);
    return Promise.resolve();
  });
  await tell([1]);
  expect(world.slices).toEqual([{ room: ROOM, after: 0, to: 1, behind: "b", index: 1 }]);
  for (const slice of world.slices) await fanOutSlice(slice, { receipts: 1 }, world);
  expect(posted()).toEqual(users.map((id) => `c-${id}`));
  expect(world.slices.map(({ index, behind }) => [index, behind])).toEqual([
    [1, "b"],
    [2, "d"],
  ]);
});

it("is counted in frames, not in connections", async () => {
  await seedRoom(world, users);
  await append(world, aMessage(1), aMessage(2));
  world.posts = 4;
  await tell([1]);
  expect(posted()).toEqual(["c-a", "c-a", "c-b", "c-b"]);
  expect(world.slices).toHaveLength(1);
});

it("goes on though one member has more than all that may be posted", async () => {
  await seedRoom(world, ["a", "b"]);
  await append(world, aMessage(1), aMessage(2));
  world.posts = 1;
  await tell([1]);
  expect(posted()).toEqual(["c-a", "c-a"]);
  expect(world.slices).toMatchObject([{ behind: "a" }]);
});

it("reads the memberships when it delivers: a member who was removed meanwhile gets nothing", async () => {
  await seedRoom(world, users);
  await append(world, aMessage(1));
  world.posts = 2;
  await tell([1]);
  await world.store.log.apply(ROOM, aRemoval(2, "c"));
  const [slice] = world.slices;
  if (slice) await fanOutSlice(slice, { receipts: 1 }, world);
  expect(posted()).toEqual(["c-a", "c-b", "c-d", "c-e"]);
});

it("names a repeat's slice after the request that caused it, with the connection to leave out", async () => {
  await seedRoom(world, users);
  await append(world, aMessage(1));
  world.posts = 2;
  world.store.fanOutCursors.set(ROOM, { rev: 1, at: 1 });
  await tell([1, { id: "x", again: { except: "c-a" } }]);
  expect(world.slices).toMatchObject([{ after: 0, to: 1, except: "c-a", cause: "x" }]);
});

it("is skipped at the third receipt, so that it does not block the messages behind it", async () => {
  await seedRoom(world, users);
  await append(world, aMessage(1));
  const slice = { room: ROOM, after: 0, to: 1, behind: "b", index: 1 };
  await fanOutSlice(slice, { receipts: 3 }, world);
  expect(world.posted).toEqual([]);
  expect(world.skippedRevs).toEqual([1]);
});
