// The request budget of reading a room, of changing a group and of a large room: each message or member adds no more
// than the cost of reading or writing it.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Call } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { costOf, figuresOfThisFile } from "./cost.ts";
import { seedLargeRooms, seedWorld } from "./seeded-world.ts";
import { makeWorld, SCENARIOS } from "./scenarios.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ embedded: true });
});
afterAll(() => backend.close());
const note = figuresOfThisFile();

describe("reading", () => {
  it("a page of history takes 3 requests and the charge, however many messages and members", async () => {
    const world = await makeWorld(backend);
    for (let i = 0; i < 60; i++) {
      await world.ann.done("sendMessage", { room_id: world.room, message: `no. ${i}` });
    }
    const cost = await costOf(backend, world.ann, "getMessages", { room_id: world.room });
    note(cost, "getMessages, 50 of 62 messages");
    expect(cost).toMatchObject({ requests: 4, writes: 1, posts: 0 });
  });

  it("the pins take 4 requests and the charge, however many", async () => {
    const world = await makeWorld(backend);
    for (let i = 0; i < 30; i++) {
      const _id = `to-pin-${i}`;
      await world.ann.done("sendMessage", { room_id: world.room, message: "pin me", _id });
      await world.ann.done("pinMessage", { room_id: world.room, _id, pin_message: true });
    }
    const cost = note(
      await costOf(backend, world.ann, "getPins", { room_id: world.room }),
      "getPins, 30",
    );
    expect(cost).toMatchObject({ requests: 5, writes: 1, posts: 0 });
  });

  it("a page of members takes 4 requests and the charge, however many", async () => {
    const world = await makeWorld(backend);
    const user_ids = Array.from({ length: 97 }, (_, i) => `budget-member-${i}`);
    await world.ann.done("addMembers", { room_id: world.room, user_ids });
    const cost = await costOf(backend, world.ann, "getMembers", { room_id: world.room });
    note(cost, "getMembers, 100");
    expect(cost).toMatchObject({ requests: 5, writes: 1, posts: 0 });
  });

  it.each([1, 20])(
    "catching up with %i rooms takes 2 requests for each and 2 for all, and the charge",
    async (count) => {
      const user = await backend.join(`syncer-${count}`);
      const rooms = [];
      for (let i = 0; i < count; i++) {
        const message = { message: "hi", _id: `sync-${count}-${i}` };
        const sent = await user.done("sendNewMessage", {
          recipient_id: `to-${count}-${i}`,
          message,
        });
        const room_id = String(sent.room_id);
        const edit = { room_id, message_id: message._id, message: "hello" };
        await user.done("editMessage", edit);
        rooms.push({ room_id, after_rev: 0 });
      }
      const cost = note(await costOf(backend, user, "sync", { rooms }), `sync, ${count} rooms`);
      // Two requests per room find the rev up to which to replay.
      expect(cost.requests).toBe(5 + 2 * count);
      expect(cost).toMatchObject({ writes: 1, posts: 0 });

      const whole = note(
        await costOf(backend, user, "sync", { rooms, marks: true }),
        `sync with marks, ${count} rooms`,
      );
      expect(whole.requests).toBe(3 + 2 * count);

      const ends = rooms.map((room) => ({ ...room, after_rev: 2 }));
      const quiet = note(
        await costOf(backend, user, "sync", { rooms: ends }),
        `sync, ${count} quiet rooms`,
      );
      expect(quiet.requests).toBe(3);
      expect(quiet.reads).toBeLessThanOrEqual(count / 2 + 1);
      note(
        await costOf(backend, user, "sync", { rooms: ends, marks: true }),
        `sync with marks, ${count} quiet rooms`,
      );
    },
  );
});

describe("changing a group", () => {
  it.each([1, 10])(
    "adding %i takes a write unit for each, 2 besides, and the charge",
    async (count) => {
      const world = await makeWorld(backend);
      const user_ids = Array.from({ length: count }, (_, i) => `added-${world.name}-${i}`);
      const payload = { room_id: world.room, user_ids };
      const cost = note(
        await costOf(backend, world.ann, "addMembers", payload),
        `addMembers, ${count}`,
      );
      expect(cost.writes).toBe(count + 3);
      expect(cost.posts).toBe(1);
    },
  );

  it("removing somebody takes 4 write units, a new name 2", async () => {
    const world = await makeWorld(backend);
    const removal = await costOf(backend, world.ann, "removeMember", SCENARIOS.removeMember(world));
    expect(note(removal, "removeMember").writes).toBe(4);
    const rename = await costOf(backend, world.ann, "updateRoom", SCENARIOS.updateRoom(world));
    expect(note(rename, "updateRoom").writes).toBe(2);
  });
});

describe("a large room", () => {
  /** The action's own calls: the fan-out runs only after the reply. */
  async function ownCalls(person: TestUser, action: string, payload: object): Promise<Call[]> {
    const { faults } = backend.server.fanOut;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    faults.receive = async (records) => {
      await answered;
      return records;
    };
    // So late after the last message that the room does not count as busy.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_000 });
    const calls = [...(await backend.aws.during(() => person.done(action, payload)))];
    vi.useRealTimers();
    answer();
    await backend.settled();
    faults.receive = undefined;
    return calls;
  }
  const unitsOf = (calls: readonly Call[], kind: "read" | "write") =>
    calls.reduce((sum, { capacity }) => sum + capacity[kind], 0);

  it("takes a message with 6 requests, SQS's among them, however many members", async () => {
    const world = await seedWorld(backend, { large: true });
    const rooms = [{ room_id: world.room, after_rev: 0 }];
    await world.ann.done("sync", { rooms, marks: true });
    const calls = await ownCalls(world.ann, "sendMessage", SCENARIOS.sendMessage(world));
    expect(calls.map(({ name }) => name).sort()).toEqual([
      "GetItemCommand",
      "GetItemCommand",
      "PutItemCommand",
      "PutItemCommand",
      "SendMessage",
      "UpdateItemCommand",
    ]);
    expect(unitsOf(calls, "write")).toBeLessThanOrEqual(3);
    expect(unitsOf(calls, "read")).toBeLessThanOrEqual(2);
  });

  it("answers typing after 2 read units", async () => {
    const world = await seedWorld(backend, { large: true });
    const calls = await ownCalls(world.ann, "typing", { room_id: world.room });
    expect(calls.map(({ name }) => name)).toEqual(["GetItemCommand", "GetItemCommand"]);
    expect(unitsOf(calls, "read")).toBeLessThanOrEqual(2);
  });

  it("that somebody connects to takes a write unit for each the first time, and none the next", async () => {
    const user = await backend.join("in-fifty-large-rooms");
    await seedLargeRooms(user.id, 50);
    const first = note(
      await costOf(backend, user, "connectRooms", {}),
      "connectRooms, 50 large rooms",
    );
    const next = note(await costOf(backend, user, "connectRooms", {}), "connectRooms, 50 joined");
    const writes = (names: readonly string[]) => names.filter((name) => name.startsWith("Update"));
    expect(writes(first.names)).toHaveLength(writes(next.names).length + 50);
    expect(first.writes).toBe(next.writes + 50);
    // The read of the user's connections, two times 25 concurrent writes, and a second read of what the reply contains.
    expect(first.roundTrips).toBe(next.roundTrips + 4);
    expect(first.requests).toBe(next.requests + 52);
    expect(next.requests).toBeLessThanOrEqual(5);
  });
});
