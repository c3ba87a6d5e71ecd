// A room's members, and who is online: `getMembers` and `ping`, over native WebSockets.

import { describe, expect, it } from "vitest";
import type { TestUser } from "../../smoke/test-user.ts";
import { startWithAnnAndBob } from "./ann-and-bob.ts";

const { backend, ann, bob } = await startWithAnnAndBob();

type Data = Record<string, unknown>;
const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;

let rooms = 0;
async function newGroup(...others: string[]): Promise<string> {
  const _id = `presence-${++rooms}`;
  await ann.done("createGroup", { _id, room_name: "Tea", recipients: others });
  return _id;
}
const membersOf = async (room_id: string, person = ann) =>
  (await person.done("getMembers", { room_id })).members as Data[];
const say = (room_id: string, by: TestUser) =>
  by.done("sendMessage", { room_id, message: "hello" });

describe("getMembers", () => {
  it("gives names, roles, read marks and who is online, in the order of the ids", async () => {
    const room = await newGroup(bob.id);
    await ann.done("connectRooms", { first_name: "Ann" });
    await say(room, ann);
    await ann.done("addMembers", { room_id: room, user_ids: ["never-came"] });
    const joined = { joined_at: time, online: true };
    expect(await membersOf(room, bob)).toEqual([
      { user_id: "ann", first_name: "Ann", role: "owner", seen_seq: 1, ...joined },
      { user_id: "bob", role: "member", seen_seq: 0, ...joined },
      { user_id: "never-came", role: "member", seen_seq: 1, ...joined, online: false },
    ]);
  });

  it("gives the time when a user's last connection ended, and none while one is open", async () => {
    const [laptop, phone] = await Promise.all([backend.join("eve"), backend.join("eve")]);
    const room = await newGroup(laptop.id);
    const eve = async () => (await membersOf(room)).find(({ user_id }) => user_id === "eve");
    const goes = async (device: TestUser) => {
      const gone = backend.observed("disconnected");
      await device.leave();
      await gone;
      await backend.settled();
    };
    await goes(laptop);
    expect(await eve()).toMatchObject({ online: true });
    expect(await eve()).not.toHaveProperty("last_seen_at");
    const before = Date.now();
    await goes(phone);
    const last = await eve();
    expect(last).toMatchObject({ online: false, last_seen_at: time });
    expect(Date.parse(String(last?.last_seen_at))).toBeGreaterThanOrEqual(before);
  });

  it("counts a connection as gone that a post finds gone", async () => {
    const flo = await backend.join("flo");
    const room = await newGroup(flo.id);
    const { faults } = backend.server.gateway;
    faults.dropDisconnects = true;
    const gone = backend.observed("disconnected");
    await flo.leave();
    await gone;
    faults.dropDisconnects = false;
    const find = async () => (await membersOf(room)).find(({ user_id }) => user_id === "flo");
    expect(await find()).toMatchObject({ online: true });
    await say(room, ann);
    expect(await find()).toMatchObject({ online: false, last_seen_at: time });
  });

  it("goes on page by page", async () => {
    const room = await newGroup("bob", "cid", "dan");
    const found: unknown[] = [];
    let cursor: unknown;
    do {
      const at = cursor === undefined ? {} : { cursor };
      const page = await ann.done("getMembers", { room_id: room, limit: 2, ...at });
      found.push(...(page.members as Data[]).map(({ user_id }) => user_id));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    expect(found).toEqual(["ann", "bob", "cid", "dan"]);
  });
});

describe("ping", () => {
  it("is answered with the server's time, and touches no database", async () => {
    const calls = await backend.aws.during(async () => {
      const { event, data } = await ann.ask("ping");
      expect(event).toBe("pong");
      expect(data).toEqual({ server_time: time });
    });
    expect(calls).toEqual([]);
  });
});
