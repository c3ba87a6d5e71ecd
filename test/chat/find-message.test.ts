// Finding the message of a claimed id whose sender failed between claim and append.

import { beforeEach, expect, it, vi } from "vitest";
import { findClaimed } from "../../lambdas/chat/find-message.ts";
import type { Request } from "../../lambdas/chat/request.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { aRoom } from "../store/contract/samples.ts";
import { messages, SyncWorld } from "./sync-world.ts";

const claim = { sender: "ann", base: 1 };

let world: SyncWorld;
let request: Request;
beforeEach(async () => {
  world = new SyncWorld();
  await world.room("tea");
  await world.store.messages.claim("tea", "orphan", claim);
  await world.log("tea", ...messages(120));
  const simulation = { store: world.store, random: () => 0, now: () => 1 };
  request = simulatedRequest(simulation, "ann", "c-ann");
});
const baseNow = async () => (await world.store.messages.claimed("tea", "orphan"))?.base;
const search = async () =>
  findClaimed(request, aRoom({ id: "tea" }), "orphan", { ...claim, base: (await baseNow()) ?? 0 });

it("the claim moves forward with each page read, so that no search starts over", async () => {
  const after = vi.spyOn(world.store.log, "after");
  expect(await search()).toBeUndefined();
  expect(await baseNow()).toBe(101);
  after.mockClear();
  expect(await search()).toBeUndefined();
  expect(after).toHaveBeenCalledTimes(1);
});

it("a search that dies half way leaves its progress to the next", async () => {
  const page = await world.store.log.after("tea", 0, 50);
  vi.spyOn(world.store.log, "after")
    .mockResolvedValueOnce(page)
    .mockRejectedValueOnce(new Error("throttled"));
  await expect(search()).rejects.toThrow("throttled");
  expect(await baseNow()).toBe(51);
});
