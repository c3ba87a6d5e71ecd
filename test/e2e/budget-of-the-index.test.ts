// The index's share of the request budget: only the second DynamoDB counts its write units.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../local/database.ts";
import { startBackend, type Backend } from "../backend.ts";
import { noDynoxide, startDynoxide } from "../dynoxide.ts";
import { costOf } from "./cost.ts";
import { makeWorld, SCENARIOS } from "./scenarios.ts";

describe.skipIf(noDynoxide)(`with the index's writes${noDynoxide ? `: ${noDynoxide}` : ""}`, () => {
  let database: Database;
  let backend: Backend;
  beforeAll(async () => {
    database = await startDynoxide();
    backend = await startBackend({ dynamodbEndpoint: database.endpoint });
  });
  afterAll(async () => {
    await backend.close();
    await database.close();
  });

  it("adding ten members takes 23 write units: two for each, one each for entry, room and the rate limit", async () => {
    const { ann, room } = await makeWorld(backend);
    const user_ids = Array.from({ length: 10 }, (_, i) => `new-${i}`);
    const { writes } = await costOf(backend, ann, "addMembers", { room_id: room, user_ids });
    expect(writes).toBe(23);
  });

  it("making a room of ten takes two for each member, and as much besides", async () => {
    const { ann } = await makeWorld(backend);
    const group = { room_name: "Ten", recipients: Array.from({ length: 9 }, (_, i) => `r-${i}`) };
    const { writes } = await costOf(backend, ann, "createGroup", group);
    expect(writes).toBe(23);
  });

  it("a message writes nothing to the index", async () => {
    const world = await makeWorld(backend);
    const { writes } = await costOf(
      backend,
      world.ann,
      "sendMessage",
      SCENARIOS.sendMessage(world),
    );
    expect(writes).toBe(4);
  });
});
