// A user in thousands of rooms: the first page needs one pass over them, and the whole list costs little more than
// reading each room.

import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newEntryItem } from "../../lambdas/store/items/entry.ts";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import type { Item } from "../../lambdas/store/table.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { aMember, aMessage, aRoom, TIME } from "../store/contract/samples.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** Stores rooms with a message each in the table. The room with the highest number is the newest. */
async function layRooms(userId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `${userId}-room-${i}`);
  const items = ids.flatMap((id, i): Item[] => {
    const message = { ...aMessage(1), activeAt: TIME + i };
    const { rev, seq, lastMessageRev, activeAt } = message;
    const room = aRoom({ id, head: { rev, seq, lastMessageRev, activeAt } });
    return [
      { ...newRoomItem(room, ""), state: READY, roster: undefined },
      newMemberItem(id, aMember(userId)),
      newEntryItem(id, message),
    ];
  });
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  for (let from = 0; from < items.length; from += 25) {
    const puts = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: puts } }));
  }
  return ids;
}

async function page(person: TestUser, cursor?: string) {
  let answer: Awaited<ReturnType<TestUser["ask"]>> | undefined;
  const calls = await backend.aws.during(async () => {
    answer = await person.ask("connectRooms", { ...(cursor !== undefined && { cursor }) });
    await backend.settled();
  });
  const rooms = (answer?.data ?? []) as unknown as { _id: string }[];
  const units = calls.reduce((sum, { capacity }) => sum + capacity.read + 5 * capacity.write, 0);
  return { ids: rooms.map(({ _id }) => _id), next: answer?.next_cursor, calls, units };
}

/** The number of rooms. `ROOMS=10000` tests with ten thousand. */
const ROOMS = Number(process.env.ROOMS ?? 1_000);

it("gives a thousand rooms in their order, each once, at three times the cost of reading each once at most", async () => {
  const person = await backend.join("popular");
  const ids = await layRooms(person.id, ROOMS);
  const first = await page(person);
  expect(first.ids[0]).toBe(ids.at(-1));
  // One pass: the index, each room once, the page's content, and the write of the order for further pages.
  const names = first.calls.map(({ name }) => name);
  expect(names.filter((name) => name === "QueryCommand").length).toBeLessThanOrEqual(
    1 + ROOMS / 1_000,
  );
  expect(names.filter((name) => name === "BatchGetItemCommand").length).toBeLessThanOrEqual(
    2 + ROOMS / 100,
  );

  const found = [...first.ids];
  let { units } = first;
  for (let { next } = first; next !== undefined;) {
    const more = await page(person, next);
    // The order, the rooms, the memberships, the messages, and the charge.
    expect(more.calls.length).toBeLessThanOrEqual(5);
    found.push(...more.ids);
    units += more.units;
    ({ next } = more);
  }
  expect(found).toEqual(ids.reverse());
  // Reads for each room: the room, half a unit; its membership, a unit; its last message, half a unit. A write unit
  // counts as five read units, which it costs.
  if (process.env.FIGURES) console.log(`${ROOMS} rooms, whole list: ${units} read units`);
  expect(units).toBeLessThanOrEqual(3 * 2 * ROOMS);
});

it("continues in the order of the first page when a room moves up meanwhile, and without rooms that were left", async () => {
  const person = await backend.join("mover");
  const ids = (await layRooms(person.id, 400)).reverse();
  const first = await page(person);
  const [moved = "", left = ""] = ids.slice(250);
  await person.done("sendMessage", { room_id: moved, message: "up" });
  await person.done("removeMember", { room_id: left, user_id: person.id });
  const found = [...first.ids];
  for (let { next } = first; next !== undefined;) {
    const more = await page(person, next);
    found.push(...more.ids);
    ({ next } = more);
  }
  expect(found).toEqual(ids.filter((id) => id !== left));
});

it("computes the order again if it is no longer stored", async () => {
  const person = await backend.join("sleeper");
  const ids = (await layRooms(person.id, 350)).reverse();
  const { next = "", ids: first } = await page(person);
  const [activeAt, id] = JSON.parse(atob(next)) as unknown[];
  const { ids: second } = await page(
    person,
    btoa(JSON.stringify([activeAt, id, "0".repeat(12), 9])),
  );
  expect(second.length).toBeGreaterThan(50);
  expect([...first, ...second]).toEqual(ids.slice(0, first.length + second.length));
});
