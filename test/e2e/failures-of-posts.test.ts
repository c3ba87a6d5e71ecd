// A failing POST, for every action that posts: the caller still gets a reply.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { startBackend, type Backend } from "../backend.ts";
import { seedWorld } from "./seeded-world.ts";
import { leaveWorld, SCENARIOS } from "./scenarios.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
afterEach(() => {
  backend.server.gateway.faults.post = undefined;
});

const posting = Object.values(ACTIONS)
  .filter(({ grants }) => grants.post)
  .map(({ name }) => name);

describe.each(posting)("%s, when a POST fails", (action) => {
  it.each([410, 429, 500] as const)("with %i, is answered all the same", async (status) => {
    const world = await seedWorld(backend);
    await backend.settled();
    let posts = 0;
    backend.server.gateway.faults.post = () => (++posts === 1 ? status : undefined);
    const reply = await world.ann.ask(action, SCENARIOS[action](world));
    expect(reply.event).not.toBe("error");
    expect(posts).toBe(status === 410 ? 1 : 2);
    await leaveWorld(world);
  });
});
