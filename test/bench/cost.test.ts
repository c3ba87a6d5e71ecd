// `npm run bench -- cost` on a small scale: the cost of a message, compared with the two most common designs.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dollarsPerMillion, floor } from "../../bench/dollars.ts";
import { bundled } from "../../bench/harness/bundles.ts";
import { costOf } from "../../bench/parts/cost.ts";
import { startParley } from "../../bench/systems/parley.ts";
import type { System, SystemName } from "../../bench/systems/system.ts";
import { startVariant } from "../../bench/systems/variant.ts";

const bundles = bundled(["authorizer", "connect", "disconnect", "send-message", "fan-out"]);
const TEN = { members: 10, online: 10 };

describe.each<{ name: SystemName; most: object }>([
  {
    name: "parley",
    most: { requests: 6, readUnits: 7.7, writeUnits: 4, posts: 9, queued: 0, invocations: 1 },
  },
  {
    // Reads the connections of all rooms.
    name: "scan-all-connections",
    most: { requests: 2, readUnits: 13, writeUnits: 1, posts: 10, queued: 0, invocations: 1 },
  },
  {
    name: "query-room-post-in-turn",
    most: { requests: 2, readUnits: 0.5, writeUnits: 1, posts: 10, queued: 0, invocations: 1 },
  },
])("a message to a room of ten, all online, by $name", ({ name, most }) => {
  let system: System;
  beforeAll(async () => {
    const options = { clockStands: true };
    system =
      name === "parley"
        ? await startParley(bundles, options)
        : await startVariant(name, bundles, options, 1_000);
  });
  afterAll(() => system.deployment.close());

  it("takes no more requests, units, posts and invocations than it needs", async () => {
    const row = await costOf(system, TEN, 1);
    for (const [figure, limit] of Object.entries(most)) {
      expect({ [figure]: row[figure as "posts"] }).toEqual({
        [figure]: expect.toSatisfy((value: number) => value <= (limit as number)) as number,
      });
    }
    // Every connection, including the sender's, receives one frame: a post or the reply.
    expect(row.usd.gateway).toBe(1 + TEN.online);
  });
});

describe("a message to a large room", () => {
  let system: System;
  beforeAll(async () => {
    system = await startParley(bundles, { clockStands: true });
  });
  afterAll(() => system.deployment.close());

  it("takes the same writes, and posts to those alone who are online", async () => {
    const row = await costOf(system, { members: 200, online: 5 }, 1);
    expect(row).toMatchObject({ posts: 4, queued: 1, invocations: 2 });
    expect(row.writeUnits).toBeLessThanOrEqual(5);
    expect(row.readUnits).toBeLessThanOrEqual(20);
  });
});

describe("dollars for a million messages", () => {
  it("are at least what the gateway takes to carry them and the table to keep them", () => {
    expect(floor(10)).toEqual({ gateway: 10, table: 0.625, lambda: 0, queue: 0, total: 10.625 });
  });

  it("count what each message takes, at its price", () => {
    const usd = dollarsPerMillion({
      gatewayMessages: 11,
      readUnits: 8,
      writeUnits: 4,
      queued: 1,
      invocations: 2,
      lambdaMs: 100,
    });
    expect(usd).toMatchObject({ gateway: 11, table: 3.5, queue: 1.5 });
    // 2 invocations, and 0.1 GB-seconds for both.
    expect(usd.lambda).toBeCloseTo(0.4 + 100_000 * 0.0000133334);
  });
});
