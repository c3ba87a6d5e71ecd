// Message retention on the real table: the items that its expiry deletes, in any order, do not change what is read.

import { DeleteCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AdminContext } from "../../lambdas/admin/command.ts";
import { eraseUser } from "../../lambdas/admin/erase-user.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import { DELETED_AFTER_MS, expiryOf } from "../../lambdas/chat/retention.ts";
import { storeOfSystem, SYSTEM } from "../../lambdas/chat/system.ts";
import { buckets } from "../../lambdas/store/buckets.ts";
import { largeRooms } from "../../lambdas/store/large-rooms.ts";
import { log } from "../../lambdas/store/log.ts";
import { messages } from "../../lambdas/store/messages.ts";
import { records } from "../../lambdas/store/records.ts";
import { roomList } from "../../lambdas/store/room-list.ts";
import { rooms } from "../../lambdas/store/rooms.ts";
import { EXPIRY } from "../../lambdas/store/schema.ts";
import type { Item, Table } from "../../lambdas/store/table.ts";
import { users } from "../../lambdas/store/users.ts";
import { DAYS, RetentionWorld, ROOM, USERS } from "../chat/retention-world.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { openEmbeddedTable, type Embedded } from "./embedded.ts";

const embedded: Embedded[] = [];
beforeAll(async () => {
  embedded.push(await openEmbeddedTable(), await openEmbeddedTable());
});
afterAll(async () => {
  for (const each of embedded) await each.close();
});

/** The time at which the first test ended, in epoch milliseconds. */
let endedAt = 0;

const tables = () => embedded.map(({ table }) => table) as [Table, Table];

const storeOn = (table: Table): Store => ({
  rooms: rooms(table),
  log: log(table),
  messages: messages(table),
  buckets: buckets(table),
  roomList: roomList(table),
  largeRooms: largeRooms(table),
  users: (ids: readonly string[]) => users(table).read(ids),
});

async function worldOn(table: Table): Promise<RetentionWorld> {
  const world = new RetentionWorld(storeOn(table), 1);
  await world.open();
  return world;
}

const items = async ({ client, name }: Table): Promise<Item[]> =>
  (await client.send(new ScanCommand({ TableName: name }))).Items ?? [];

/** Deletes some of the expired items, like the table's expiry. */
async function deleteSome(table: Table, now: number, random: () => number): Promise<number> {
  const expired = (await items(table)).filter((item) => Number(item[EXPIRY]) * 1_000 <= now);
  const chosen = expired.filter(() => random() < 0.5);
  for (const { pk, sk } of chosen) {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
  }
  return chosen.length;
}

it("reads the same, whatever the table has deleted of the expired", async () => {
  const [whole, holed] = tables();
  const worlds = [await worldOn(whole), await worldOn(holed)];
  const random = randomFrom(7);
  let deleted = 0;
  for (let step = 0; step < 12; step++) {
    const days = step === 8 ? 3 * DAYS : random() * 4;
    const user = USERS[step % USERS.length] ?? "ann";
    const reads = [];
    for (const world of worlds) {
      world.pass(days);
      if (world === worlds[1]) deleted += await deleteSome(holed, world.time, random);
      const _id = `message-${step}`;
      await world.ask("sendMessage", user, { room_id: ROOM, message: "text", _id });
      const before = { room_id: ROOM, message_id: `message-${step - 1}` };
      const sender = USERS[(step + 2) % USERS.length] ?? "ann";
      await world.act("editMessage", sender, { ...before, message: "edited", edit_id: "e" });
      await world.act("reactMessage", user, { ...before, reaction: "👍", on: true });
      await world.act("pinMessage", user, { room_id: ROOM, _id, pin_message: true });
      reads.push(
        await Promise.all([
          world.history(user),
          world.historyAfter(user, 0),
          world.ask("getPins", user, { room_id: ROOM }),
          world.ask("connectRooms", user, {}),
          world.ask("sync", user, { rooms: [{ room_id: ROOM, after_rev: 4 * step }] }),
        ]),
      );
    }
    expect(withoutTimes(reads[1])).toEqual(withoutTimes(reads[0]));
  }
  expect(deleted).toBeGreaterThan(10);
  endedAt = worlds[0]?.time ?? 0;
});

// Each read is a millisecond later, and concurrent reads end in any order.
const withoutTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"time"'));

it("gives what belongs to messages an expiry, an hour after theirs, and nothing else", async () => {
  const [table] = tables();
  const kinds = new Map<string, boolean>();
  for (const item of await items(table)) {
    const kind = String(item.sk).replace(
      /#.*/,
      String(item.sk).includes("MEMBER") ? "#MEMBER" : "",
    );
    kinds.set(kind, EXPIRY in item);
    if (kind !== "REV") continue;
    const expiresAt = Number(item[EXPIRY]) * 1_000;
    expect(expiresAt - DELETED_AFTER_MS).toBe(expiryOf(Number(item.at), DAYS));
  }
  expect(Object.fromEntries(kinds)).toEqual({
    ROOM: false,
    "ROOM#MEMBER": false,
    USER: false,
    REV: true,
    ID: true,
    EDIT: true,
    PIN: true,
    REACTION: true,
  });
});

it("the room remembers no more periods than messages are kept for", async () => {
  const [table] = tables();
  const room = (await items(table)).find(({ sk }) => sk === "ROOM") ?? {};
  const eras = Object.keys(room).filter((name) => name.startsWith("era_"));
  expect(eras.length).toBeGreaterThan(1);
  expect(eras.length).toBeLessThanOrEqual(DAYS / 2 + 2);
});

it("erases what a user wrote that has expired, and is still there", async () => {
  const [table] = tables();
  const written = async () =>
    (await items(table)).filter(
      ({ kind, by, message }) => kind === "message" && by === "cid" && message,
    );
  expect((await written()).length).toBeGreaterThan(3);
  const store = storeOfSystem(storeOn(table));
  const now = () => endedAt;
  const random = randomFrom(1);
  const simulation = { store, random, now, retentionDays: DAYS };
  const context: AdminContext = {
    request: simulatedRequest(simulation, SYSTEM.userId, ""),
    users: users(table),
    records: records(table),
    close: () => Promise.resolve(),
    deliver: () => Promise.resolve(),
    hasTime: () => true,
  };
  const request = { ...context.request, caller: SYSTEM };
  await eraseUser.run({ user_id: "cid" }, { ...context, request });
  expect(await written()).toEqual([]);
});
