// Delivery: who gets a frame, and that one bad connection does not affect the others.

import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { makeWorld, type World } from "./scenarios.ts";

let backend: Backend;
let world: World;
let phone: TestUser;
beforeAll(async () => {
  // The time limits of AWS: the test of a post that hangs waits for its end.
  backend = await startBackend({ deliveryTimes: {} });
});
afterAll(() => backend.close());
afterEach(() => {
  const { faults } = backend.server.gateway;
  Object.assign(faults, { post: undefined, dropDisconnects: false });
});

/** Creates a room of ann and bob, where bob has a second connection, his phone. */
async function meet(): Promise<void> {
  world = await makeWorld(backend);
  phone = await backend.join(world.bob.id);
  await backend.settled();
}
const send = (message: string) => world.ann.done("sendMessage", { room_id: world.room, message });
/** The number of times that a user got a message. */
async function copies(person: TestUser, { _id }: Record<string, unknown>): Promise<number> {
  await person.refused("nothing");
  return person.unheard().filter(({ data }) => data._id === _id).length;
}
const connectionsOf = async (id: string): Promise<string[]> => {
  const { userStore: people } = await import("../../lambdas/runtime/user-store.ts");
  const [user] = await people.read([id]);
  // Sorted, since a database may return attributes in any order.
  return (user?.connections ?? []).map((connection) => connection.id).sort();
};

/** Answers posts to the connection that gets the first post with a status. */
function failFirstConnection(
  status: 410 | 429 | 500 | "hang",
  most = Number.MAX_SAFE_INTEGER,
): () => number {
  let first: string | undefined;
  let spoilt = 0;
  backend.server.gateway.faults.post = (connectionId) => {
    first ??= connectionId;
    return connectionId === first && spoilt < most && ++spoilt ? status : undefined;
  };
  return () => spoilt;
}

it("every connection of every member gets the frame once, and the caller's own only the reply", async () => {
  await meet();
  const tablet = await backend.join(world.ann.id);
  const sent = await send("to all");
  for (const person of [world.bob, phone, tablet]) expect(await copies(person, sent)).toBe(1);
  expect(await copies(world.ann, sent)).toBe(0);
});

it("exactly the connection that is gone is removed, and the others get their frame", async () => {
  await meet();
  const before = await connectionsOf(world.bob.id);
  const spoilt = failFirstConnection(410);
  await send("one is gone");
  await backend.settled();
  expect(spoilt()).toBe(1);
  const left = await connectionsOf(world.bob.id);
  expect(left).toHaveLength(before.length - 1);
  expect(before).toEqual(expect.arrayContaining(left));
});

it("typing removes a connection that is gone, as every action does", async () => {
  await meet();
  const before = await connectionsOf(world.bob.id);
  failFirstConnection(410);
  await world.ann.done("typing", { room_id: world.room });
  await backend.settled();
  expect(await connectionsOf(world.bob.id)).toHaveLength(before.length - 1);
});

it("a client that vanished does not affect the others", async () => {
  await meet();
  backend.server.gateway.faults.dropDisconnects = true;
  const disconnected = backend.observed("disconnected");
  await phone.leave();
  await disconnected;
  expect(await connectionsOf(world.bob.id)).toHaveLength(2);
  await world.bob.heard("group_" + world.bob.id);
  await world.bob.heard("message");
  await send("are you there?");
  expect((await world.bob.heard("message")).data.message).toBe("are you there?");
  await backend.settled();
  expect(await connectionsOf(world.bob.id)).toHaveLength(1);
});

it.each([429, 500] as const)("a %i is tried once more, and then it is sent", async (status) => {
  await meet();
  const spoilt = failFirstConnection(status, 1);
  const sent = await send("once again");
  expect(spoilt()).toBe(1);
  for (const person of [world.bob, phone]) expect(await copies(person, sent)).toBe(1);
  expect(await connectionsOf(world.bob.id)).toHaveLength(2);
});

it("a connection that always answers 429 costs two posts an event, and others get their frame", async () => {
  await meet();
  const spoilt = failFirstConnection(429);
  const sent = await send("one is stuck");
  const counts = await Promise.all([world.bob, phone].map((person) => copies(person, sent)));
  expect(counts.sort()).toEqual([0, 1]);
  expect(spoilt()).toBe(2);
});

it("a post that hangs is cut off: the caller has its reply, the others their frame", async () => {
  await meet();
  failFirstConnection("hang");
  const sent = await send("one hangs");
  const counts = await Promise.all([world.bob, phone].map((person) => copies(person, sent)));
  expect(counts.sort()).toEqual([0, 1]);
  expect(await connectionsOf(world.bob.id)).toHaveLength(2);
});

it("posts that all fail never become the caller's error", async () => {
  await meet();
  backend.server.gateway.faults.post = () => 410;
  await send("to nobody");
  await world.ann.done("typing", { room_id: world.room });
  expect(await connectionsOf(world.bob.id)).toEqual([]);
});

it("a room of 250 members is delivered to by the same code", async () => {
  const people = await Promise.all(
    Array.from({ length: 250 }, (_, i) => backend.join(`large-${i}`)),
  );
  const [owner] = people as [TestUser];
  const recipients = people.map(({ id }) => id);
  const group = await owner.done("createGroup", { _id: "large", room_name: "Large", recipients });
  expect(group).toMatchObject({ member_count: 250 });
  expect(group.recipients).toBeUndefined();
  const sent = await owner.done("sendMessage", { room_id: "large", message: "hello, all" });
  expect(sent.recipients).toBeUndefined();
  for (const person of people.slice(1)) {
    expect((await person.heard("message")).data).toEqual(sent);
  }
});
