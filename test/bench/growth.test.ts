// `npm run bench -- growth` on a small scale: no action costs more in a table after long use.

import { expect, it } from "vitest";
import { bundled } from "../../bench/harness/bundles.ts";
import { costs, measureGrowth } from "../../bench/parts/growth.ts";
import { crowdItems } from "../../bench/systems/crowd.ts";
import type { ActionName } from "../../protocol/actions.ts";
import { ROUTES } from "../../lambdas/routes.ts";

const ACTIONS: readonly ActionName[] = ["sendMessage", "getMessages", "sync", "connectRooms"];
const SIZE = { messages: 5_000, users: 500 };

it("takes the same requests, units and posts beside thousands of others' messages", async () => {
  const routes = ["$connect", "$disconnect", "createGroup", ...ACTIONS];
  const files = ROUTES.filter(({ key }) => routes.includes(key)).map(({ file }) => file);
  const { items, rows } = await measureGrowth(bundled(["authorizer", ...files]), SIZE, ACTIONS);
  expect(items).toBeGreaterThan(SIZE.messages + SIZE.users);
  expect(rows.map(({ action }) => action)).toEqual(ACTIONS);
  for (const { action, empty, full } of rows) {
    expect({ [action]: costs(full) }).toEqual({ [action]: costs(empty) });
  }
});

it("fills the table with so many messages in rooms of ten, and each user in two of them", () => {
  const items = [...crowdItems({ messages: 1_000, users: 100 })] as { pk: string; sk: string }[];
  const of = (prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix));
  expect(of("REV#")).toHaveLength(1_000);
  expect(of("USER")).toHaveLength(100);
  expect(of("ROOM#MEMBER#")).toHaveLength(200);
  expect(new Set(items.map(({ pk, sk }) => `${pk} ${sk}`)).size).toBe(items.length);
});
