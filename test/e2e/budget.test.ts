// The request budget: the cost of an action in requests, round trips, capacity units and posts, in a warm Lambda and
// without contention. The embedded DynamoDB reports the capacity.

import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { aCharge } from "../store/contract/samples.ts";
import { costOf, figuresOfThisFile } from "./cost.ts";
import { seedPairs } from "./seeded-world.ts";
import { makeWorld, SCENARIOS, type World } from "./scenarios.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ embedded: true });
});
afterAll(() => backend.close());
const note = figuresOfThisFile();

/** The time after which a room counts as quiet, and some more. */
const QUIET_MS = 200;

describe.each([2, 15, 100])("sendMessage to a room of %i members, all connected", (members) => {
  let room: string;
  let sender: TestUser;
  beforeAll(async () => {
    const ids = Array.from({ length: members }, (_, i) => `m${members}-${i}-0123456789abcdef`);
    const [first = "", ...others] = ids;
    sender = await backend.join(first);
    room = `budget-room-${members}-0123456789`;
    // Before the others connect, so that no late post of it is counted.
    await sender.done("createGroup", { _id: room, room_name: "Budget", recipients: ids });
    await Promise.all(others.map((id) => backend.join(id)));
  });
  const message = "x".repeat(700);
  const reads = 2 + members / 2 + members / 15;

  it("takes at most 6 requests, 4 write units and 3 round trips with an id of the client's", async () => {
    const payload = { room_id: room, message, _id: `budget-${members}` };
    const cost = note(
      await costOf(backend, sender, "sendMessage", payload),
      `send with id, ${members}`,
    );
    expect(cost.requests).toBeLessThanOrEqual(6);
    expect(cost.writes).toBeLessThanOrEqual(4);
    expect(cost.reads).toBeLessThanOrEqual(reads);
    expect(cost.roundTrips).toBeLessThanOrEqual(3);
    expect(cost.posts).toBe(members - 1);
  });

  it("takes at most 5 requests, 3 write units and 2 round trips without", async () => {
    // In a room with a very recent message, the log would be read once more before the first attempt.
    await pause(QUIET_MS);
    const cost = note(
      await costOf(backend, sender, "sendMessage", { room_id: room, message }),
      `send, ${members}`,
    );
    expect(cost.requests).toBeLessThanOrEqual(5);
    expect(cost.writes).toBeLessThanOrEqual(3);
    expect(cost.reads).toBeLessThanOrEqual(reads);
    expect(cost.roundTrips).toBeLessThanOrEqual(2);
    expect(cost.posts).toBe(members - 1);
  });

  it("posts typing after 2 reads and no write", async () => {
    const cost = note(
      await costOf(backend, sender, "typing", { room_id: room }),
      `typing, ${members}`,
    );
    expect(cost.names).toEqual(["QueryCommand", "BatchGetItemCommand"]);
    expect(cost.posts).toBe(members - 1);
  });
});

describe("one action in a room of two", () => {
  const LIMITS: Partial<Record<ActionName, { writes: number; roundTrips: number }>> = {
    typing: { writes: 0, roundTrips: 2 },
    messageSeen: { writes: 1, roundTrips: 3 },
    deleteMessage: { writes: 4, roundTrips: 5 },
    pinMessage: { writes: 3, roundTrips: 4 },
    reactMessage: { writes: 4, roundTrips: 4 },
    // The charge, concurrently with the room and the caller's membership. No request goes to S3.
    createUpload: { writes: 1, roundTrips: 1 },
    getDownload: { writes: 1, roundTrips: 1 },
    editMessage: { writes: 4, roundTrips: 5 },
    connectRooms: { writes: 1, roundTrips: 3 },
  };
  const ask = async (world: World, action: ActionName) =>
    note(await costOf(backend, world.ann, action, SCENARIOS[action](world)), action);

  it.each(Object.entries(LIMITS))(
    "%s takes no more write units and round trips than it needs",
    async (action, most) => {
      const cost = await ask(await makeWorld(backend), action as ActionName);
      expect(cost.writes).toBeLessThanOrEqual(most.writes);
      expect(cost.roundTrips).toBeLessThanOrEqual(most.roundTrips);
    },
  );

  it("deleteMessage takes no more when the message is pinned", async () => {
    const world = await makeWorld(backend);
    await world.ann.done("pinMessage", SCENARIOS.pinMessage(world));
    const cost = note(
      await costOf(backend, world.ann, "deleteMessage", SCENARIOS.deleteMessage(world)),
      "deleteMessage, pinned",
    );
    expect(cost.writes).toBeLessThanOrEqual(4);
    expect(cost.roundTrips).toBeLessThanOrEqual(5);
  });

  it("an edit_id takes one write unit more, and a round trip more only if the message was edited before", async () => {
    const { ann, room, chosen } = await makeWorld(backend);
    const edit = async (edit_id: string) => {
      const payload = { room_id: room, message_id: chosen, message: edit_id, edit_id };
      return note(await costOf(backend, ann, "editMessage", payload), `editMessage, ${edit_id}`);
    };
    expect(await edit("first edit_id")).toMatchObject({ writes: 5, roundTrips: 5 });
    expect(await edit("second edit_id")).toMatchObject({ writes: 5, roundTrips: 6 });
  });

  it("sendNewMessage to somebody known costs what sendMessage does", async () => {
    const world = await makeWorld(backend);
    const to = { recipient_id: world.bob.id };
    await world.ann.done("sendNewMessage", { ...to, message: { message: "hello" } });
    const again = await costOf(backend, world.ann, "sendNewMessage", {
      ...to,
      message: { message: "you" },
    });
    note(again, "sendNewMessage, known");
    expect(again).toMatchObject({ requests: 5, writes: 3, posts: 1, roundTrips: 2 });
  });

  it("making a room of two takes 4 write units more than its first message, and the charge", async () => {
    const created = await ask(await makeWorld(backend), "createGroup");
    expect(created).toMatchObject({ requests: 6, writes: 5, posts: 1, roundTrips: 4 });
    const sent = await ask(await makeWorld(backend), "sendNewMessage");
    expect(sent).toMatchObject({ requests: 11, writes: 9, posts: 1, roundTrips: 5 });
  });
});

describe("connectRooms with R rooms", () => {
  it.each([
    { rooms: 1, limit: 100, most: 4 },
    { rooms: 33, limit: 33, most: 4 },
    { rooms: 50, limit: 50, most: 5 },
    { rooms: 51, limit: 20, most: 4 },
  ])("$rooms rooms, page of $limit: at most $most requests", async ({ rooms, limit, most }) => {
    const user = await backend.join(`lister-${rooms}`);
    await seedPairs(
      user.id,
      Array.from({ length: rooms }, (_, i) => `peer-${rooms}-${i}`),
    );
    const cost = await costOf(backend, user, "connectRooms", { first_name: "Lister", limit });
    note(cost, `connectRooms, ${rooms} rooms`);
    // 1 Query; ⌈R/100⌉ BatchGets of rooms; 1 or ⌈page/100⌉ + ⌈page/50⌉ of memberships, messages and users; 1 write.
    expect(cost.requests).toBeLessThanOrEqual(most);
    expect(cost.writes).toBeLessThanOrEqual(1);
  });
});

describe("connecting and disconnecting", () => {
  it("is one write each", async () => {
    let person: TestUser | undefined;
    const came = await backend.aws.during(async () => {
      person = await backend.join("coming");
    });
    expect(came.map(({ name }) => name)).toEqual(["UpdateItemCommand"]);
    const left = await backend.aws.during(async () => {
      const disconnected = backend.observed("disconnected");
      await person?.leave();
      await disconnected;
      await backend.settled();
    });
    expect(left.map(({ name }) => name)).toEqual(["UpdateItemCommand"]);
  });

  it("is one write more when dead connections are removed, however many there are", async () => {
    const { userStore: people } = await import("../../lambdas/runtime/user-store.ts");
    for (const id of ["dead1", "dead2", "dead3"]) {
      await people.connect("undead", { id, until: 1 }, aCharge(0));
    }
    const calls = await backend.aws.during(() => backend.join("undead"));
    expect(calls.map(({ name }) => name)).toEqual(["UpdateItemCommand", "UpdateItemCommand"]);
    const [user] = await people.read(["undead"]);
    expect(user?.connections).toHaveLength(1);
  });
});

describe("least privilege", () => {
  it.each(Object.keys(SCENARIOS) as ActionName[])(
    "%s is granted every operation that it uses",
    async (action) => {
      const world = await makeWorld(backend);
      const { names } = await costOf(backend, world.ann, action, SCENARIOS[action](world));
      const { table, index } = ACTIONS[action].grants;
      const granted = [...table, ...(index ? ["Query"] : [])].map((each) => `${each}Command`);
      expect(granted).toEqual(expect.arrayContaining([...new Set(names)]));
    },
  );
});
