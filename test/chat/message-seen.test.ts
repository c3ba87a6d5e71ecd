// `messageSeen` with a message's `seq`: before the room's head has advanced to the message, and after a removal.

import { expect, it, vi } from "vitest";
import { messageSeen } from "../../lambdas/chat/message-seen.ts";
import { aMessage, aRemoval } from "../store/contract/samples.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { messages, SyncWorld } from "./sync-world.ts";

const see = (world: SyncWorld, seq: number) => {
  const simulation = { store: world.store, random: () => 0, now: () => 1 };
  return messageSeen({ room_id: "tea", seq }, simulatedRequest(simulation, "bob", "c"));
};

it("takes the number of a message that the room's head has not moved to", async () => {
  const world = new SyncWorld();
  await world.room("tea");
  const [first, second] = messages(2);
  if (!first || !second) throw new Error("There are no samples.");
  await world.log("tea", first);
  await world.store.log.put("tea", second);
  expect(await see(world, 2)).toMatchObject({ event: "seen", data: { seq: 2 } });
  await expect(see(world, 3)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("reveals nothing of a message that came after the caller's removal", async () => {
  const world = new SyncWorld();
  await world.room("tea");
  const { log } = world.store;
  vi.spyOn(log, "after").mockImplementationOnce(async (...args) => {
    await world.log("tea", aRemoval(1, "bob"), aMessage(2, { seq: 1 }));
    return await log.after(...args);
  });
  await expect(see(world, 1)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
