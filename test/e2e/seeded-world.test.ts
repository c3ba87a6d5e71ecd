// A world written directly into the table has the same items, in every attribute, as one created by the actions.

import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import { seedWorld } from "./seeded-world.ts";
import { makeWorld, type World } from "./scenarios.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** A world's items, without its name, times and nonces. */
async function itemsOf({ room, name }: World): Promise<unknown> {
  await backend.settled();
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `ROOM#${room}` },
    }),
  );
  const text = JSON.stringify(Items, (key, value: unknown) => {
    // The users' charges are not part of a world.
    if (key === "full_at") return undefined;
    return ["at", "created_at", "active_at", "joined_at", "nonce"].includes(key)
      ? typeof value
      : value;
  });
  return JSON.parse(text.replaceAll(name, "w"));
}

it("is the same as one that is made", async () => {
  const [seeded, made] = [await seedWorld(backend), await makeWorld(backend)];
  expect(await itemsOf(seeded)).toEqual(await itemsOf(made));
});
