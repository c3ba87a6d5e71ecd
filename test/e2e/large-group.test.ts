// A group of a thousand: everything works in it, within API Gateway's limits.

import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

let backend: Backend;
let owner: TestUser;
let people: TestUser[];
beforeAll(async () => {
  backend = await startBackend();
  owner = await backend.join(idOf(0));
  people = await Promise.all([1, 500, 899, 900, 999].map((i) => backend.join(idOf(i))));
});
afterAll(() => backend.close());

/** Returns a user id with the length of a MongoDB ObjectId. */
const idOf = (i: number) => `user-${String(i).padStart(19, "0")}`;
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => idOf(from + i));
const room_id = "thousand";
type Data = Record<string, unknown>;

const lastOf = (person: TestUser | undefined) =>
  person
    ?.unheard()
    .filter(({ event }) => event === "members_added")
    .at(-1);

async function memberIds(): Promise<unknown[]> {
  const found: unknown[] = [];
  let cursor: unknown;
  do {
    const at = cursor === undefined ? {} : { cursor };
    const page = await owner.done("getMembers", { room_id, ...at });
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(LIMITS.serverFrameBytes);
    found.push(...(page.members as Data[]).map(({ user_id }) => user_id));
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return found;
}

it("is created with 257 members, who all get its event, and grows by hundreds", async () => {
  const group = { _id: room_id, room_name: "Thousand", recipients: ids(1, 257) };
  const made = await owner.done("createGroup", group);
  expect(made).toMatchObject({ member_count: 257 });
  expect(made).not.toHaveProperty("recipients");
  expect((await people[0]?.heard(`group_${idOf(1)}`))?.data).toEqual(made);
  for (let from = 257; from < 900; from += 100) {
    const user_ids = ids(from, Math.min(from + 100, 900));
    await owner.done("addMembers", { room_id, user_ids });
  }
  for (const person of people.slice(1, 3)) await person.heard(`group_${person.id}`);
});

it("takes another hundred, and all of them are members", async () => {
  const added = await owner.done("addMembers", { room_id, user_ids: ids(900, 1_000) });
  // The reply may arrive before the others' events.
  await backend.settled();
  await people[1]?.refused("nothing");
  expect(added).toMatchObject({ member_count: 1_000, rev: 8 });
  expect(lastOf(people[1])?.data).toEqual(added);
  const [, , , first, last] = people;
  for (const person of [first, last]) {
    const { data } = (await person?.heard(`group_${person.id}`)) ?? { data: {} };
    expect(data).toMatchObject({ member_count: 1_000, rev: 8 });
    expect(data).not.toHaveProperty("recipients");
  }
  expect(await memberIds()).toEqual(ids(0, 1_000));
});

it("gets a message, in history and by sync too, without a list of all members", async () => {
  const sent = await owner.done("sendMessage", { room_id, message: "Hello, all" });
  expect(sent).not.toHaveProperty("recipients");
  for (const person of people) expect((await person.heard("message")).data).toEqual(sent);
  // The sender's copy is the reply: the fan-out skips the connection of the request.
  await backend.settled();
  await owner.refused("nothing");
  expect(owner.unheard().filter(({ event }) => event === "message")).toEqual([]);
  const [reader] = people;
  expect((await reader?.done("getMessages", { room_id }))?.messages).toEqual([sent]);
  const [answer] = (await reader?.done("sync", {
    rooms: [{ room_id, after_rev: 8 }],
  })) as unknown as Data[];
  expect(answer).toEqual({
    room_id,
    events: [{ event: "message", data: sent }],
    rev: 9,
    has_more: false,
    recovered: true,
  });
});

it("loses a member, who gets the removal and nothing more", async () => {
  const [one, other] = people as [TestUser, TestUser];
  await owner.done("removeMember", { room_id, user_id: one.id });
  expect((await one.heard("member_removed")).data).toMatchObject({ member_count: 999 });
  await owner.done("sendMessage", { room_id, message: "One less" });
  await other.heard("message");
  await backend.settled();
  await one.refused("nothing");
  expect(one.unheard().filter(({ event }) => event === "message")).toEqual([]);
  expect(await memberIds()).toHaveLength(999);
});

it("gets its events through queue messages that name the requests of the actions", async () => {
  const ids: unknown[] = [];
  const { faults } = backend.server.fanOut;
  faults.receive = (records) => {
    ids.push(...records.map((each) => each.messageAttributes.correlation_id?.stringValue));
    return records;
  };
  for (const message of ["One", "Two"]) await owner.done("sendMessage", { room_id, message });
  await backend.settled();
  faults.receive = undefined;
  expect(ids).toEqual([expect.any(String), expect.any(String)]);
  expect(new Set(ids).size).toBe(2);
});

it("gets a repeated message again, except the connection that repeated it", async () => {
  const message = { room_id, message: "Did you get it?", _id: "sent-twice" };
  const sent = await owner.done("sendMessage", message);
  const [, other] = people as [TestUser, TestUser];
  const isIt = ({ data }: { data: Data }) => data._id === message._id;
  await backend.settled();
  await other.refused("nothing");
  expect(other.unheard().filter(isIt)).toHaveLength(1);
  expect(await owner.done("sendMessage", message)).toEqual(sent);
  await backend.settled();
  await Promise.all([other, owner].map((each) => each.refused("nothing")));
  expect(other.unheard().filter(isIt)).toHaveLength(2);
  expect(owner.unheard().filter(isIt)).toEqual([]);
});
