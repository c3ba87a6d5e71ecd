// A removal between two reads of another action: after the read of the members, before the read of their connections.

import { expect, it } from "vitest";
import { messageId } from "../../lambdas/chat/find-message.ts";
import { messageSeen } from "../../lambdas/chat/message-seen.ts";
import type { Receivers } from "../../lambdas/chat/receivers.ts";
import { typing } from "../../lambdas/chat/typing.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { aMessage, aRemoval, aRename } from "../store/contract/samples.ts";
import { SyncWorld } from "./sync-world.ts";

const ROOM = "tea";

/** Creates a room of ann and bob, both connected. `meanwhile` runs once, before the first call of this name. */
async function worldWith(
  call: string,
  meanwhile: (world: SyncWorld) => Promise<void>,
): Promise<SyncWorld> {
  let isArmed = false;
  const world: SyncWorld = new SyncWorld(async (name) => {
    if (!isArmed || name !== call) return;
    isArmed = false;
    await meanwhile(world);
  });
  await world.room(ROOM);
  for (const id of ["ann", "bob"]) {
    world.store.userItems.set(id, { id, connections: [{ id: `c-${id}`, until: Infinity }] });
  }
  isArmed = true;
  return world;
}

const ann = ({ store }: SyncWorld) =>
  simulatedRequest({ store, random: () => 0.5, now: () => 1 }, "ann", "c-ann");

const told = async (receivers: Receivers | undefined) =>
  receivers?.kind === "users" ? (await receivers.read()).map(({ id }) => id) : [];

it("`typing` tells them at most what was asked for before their removal, and nothing of the room since", async () => {
  const world = await worldWith("users", (there) =>
    there.log(ROOM, aRemoval(1, "bob"), aRename(2, { name: "Secret" }), aMessage(3, { seq: 1 })),
  );
  const during = await typing({ room_id: ROOM, message: "Hm" }, ann(world));
  expect(during.data).toEqual({ room_id: ROOM, message: "Hm", user_id: "ann" });

  const after = await typing({ room_id: ROOM }, ann(world));
  expect(await told(after.receivers)).toEqual(["ann"]);
});

it("`messageSeen` tells them of no message that came after their removal", async () => {
  const world = await worldWith("log.after", (there) =>
    there.log(ROOM, aRemoval(1, "bob"), aMessage(2, { seq: 1 })),
  );
  const { data, receivers } = await messageSeen({ room_id: ROOM, seq: 1 }, ann(world));
  expect(data).toMatchObject({ seq: 1 });
  expect(await told(receivers)).toEqual(["ann"]);
});

it("`messageSeen` by a message's id tells them of none either", async () => {
  const message = aMessage(2, { seq: 1, nonce: "0123456789ab" });
  const world = await worldWith("log.message", (there) =>
    there.log(ROOM, aRemoval(1, "bob"), message),
  );
  const message_id = messageId(message);
  const { data, receivers } = await messageSeen({ room_id: ROOM, message_id }, ann(world));
  expect(data).toMatchObject({ seq: 1 });
  expect(await told(receivers)).toEqual(["ann"]);
});
