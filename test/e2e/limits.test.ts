// Rate limits with the handlers and the table: an excess is refused, a flood closes its connection, and other users are
// not affected.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../lambdas/limits.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

/** The default limits, with a room bucket that a test can empty quickly. Every charge is made, not a random part. */
const limits = { ...DEFAULT_LIMITS, drawOneIn: 1, room: { burst: 20, perMinute: 60 } };

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ settings: { limits: JSON.stringify(limits) } });
});
afterAll(() => backend.close());

const limited = { code: "RATE_LIMITED", retryable: true };

async function group(of: string, ...others: TestUser[]): Promise<{ ann: TestUser; room: string }> {
  const ann = await backend.join(`ann-${of}`);
  const room = `room-${of}`;
  const recipients = others.map(({ id }) => id);
  await ann.done("createGroup", { _id: room, room_name: "Tea", recipients });
  return { ann, room };
}

/** Sends until an action is refused, and returns how often it was accepted. */
async function sendUntilRefused(person: TestUser, action: string, payload: (n: number) => object) {
  for (let n = 0; ; n++) {
    const { event, data } = await person.ask(action, payload(n));
    if (event === "error") return { passed: n, data };
  }
}

describe("in a room", () => {
  it("a user who sends more than their bucket holds gets the time to wait, also for repeats", async () => {
    const bob = await backend.join("bob-send");
    const { ann, room } = await group("send", bob);
    const repeat = { room_id: room, message: "x", _id: "same" };
    const { passed, data } = await sendUntilRefused(ann, "sendMessage", () => repeat);
    expect(data).toMatchObject(limited);
    expect(data.retry_after_ms).toBeGreaterThan(0);
    expect(data.retry_after_ms).toBeLessThanOrEqual(2_000);
    // A message costs a little over a token, and the bucket refills at one token per second.
    expect(passed).toBeGreaterThanOrEqual(19);
    // Other members have buckets of their own, and so has ann in another room.
    await bob.done("sendMessage", { room_id: room, message: "still here" });
    const other = await ann.done("createGroup", { room_name: "Other", recipients: [] });
    await ann.done("sendMessage", { room_id: other._id, message: "here too" });
  });

  it.each([
    ["typing", () => ({})],
    ["messageSeen", () => ({ message_id: "m" })],
    ["editMessage", (n: number) => ({ message_id: "m", message: `${n}` })],
    ["pinMessage", (n: number) => ({ _id: "m", pin_message: n % 2 === 0 })],
  ])("%s takes out of the same bucket", async (action, payload) => {
    const { ann, room } = await group(`for-${action}`);
    await ann.done("sendMessage", { room_id: room, message: "m", _id: "m" });
    const { passed, data } = await sendUntilRefused(ann, action, (n) => ({
      room_id: room,
      ...payload(n),
    }));
    expect(data).toMatchObject(limited);
    expect(passed).toBeGreaterThan(10);
    expect(await ann.refused("sendMessage", { room_id: room, message: "no" })).toMatchObject(
      limited,
    );
  });
});

describe("a user", () => {
  it("adds no more users to rooms than the bucket holds, by any action, and repeats are not charged again", async () => {
    const { burst } = DEFAULT_LIMITS.invites;
    const { ann, room } = await group("invites");
    const rooms = [room];
    for (let i = 0; i < 3; i++) {
      const made = await ann.done("createGroup", { room_name: "More", recipients: [] });
      rooms.push(String(made._id));
    }
    const ids = (n: number) => Array.from({ length: 100 }, (_, i) => `invited-${n}-${i}`);
    const added = await sendUntilRefused(ann, "addMembers", (n) => ({
      room_id: rooms[n % 4],
      user_ids: ids(n),
    }));
    expect(added.data).toMatchObject(limited);
    expect(added.passed).toBe(Math.floor((burst - 44) / 100));
    const again = await ann.done("addMembers", { room_id: room, user_ids: ids(0) });
    expect(again).toMatchObject({ user_ids: ids(0) });
    const recipients = ids(99);
    for (const [action, payload] of [
      ["createGroup", { room_name: "No", recipients }],
      ["sendNewMessage", { recipient_id: recipients, message: { message: "no" } }],
    ] as const) {
      expect(await ann.refused(action, payload)).toMatchObject(limited);
    }
  });

  it("can guess at the ids of rooms no faster than they can make them", async () => {
    await group("taken");
    const eve = await backend.join("eve");
    const { passed, data } = await sendUntilRefused(eve, "createGroup", (n) => ({
      _id: `guess-${n}`,
      room_name: "x",
      recipients: [],
    }));
    expect(data).toMatchObject(limited);
    expect(passed).toBeLessThan(DEFAULT_LIMITS.invites.burst / 10);
    const taken = { _id: "room-taken", room_name: "x", recipients: [] };
    expect(await eve.refused("createGroup", taken)).toMatchObject(limited);
  });

  it("in a thousand rooms reconnects on five devices at once without meeting a limit", async () => {
    const rooms = Array.from({ length: 50 }, (_, i) => ({ room_id: `none-${i}`, after_rev: 0 }));
    const reconnect = async () => {
      const device = await backend.join("popular");
      for (let page = 0; page < 10; page++) await device.done("connectRooms", { first_name: "P" });
      for (let frame = 0; frame < 20; frame++) await device.done("sync", { rooms, marks: true });
    };
    await Promise.all(Array.from({ length: 5 }, reconnect));
  });
});

describe("a flood", () => {
  it("ends with its connection, and its user is refused until the bucket has filled up again", async () => {
    const { ann, room } = await group("flood");
    const typing = () => {
      ann.send(JSON.stringify({ action: "typing", room_id: room }));
    };
    const open = { now: true };
    const closed = ann.closed.finally(() => {
      open.now = false;
    });
    while (open.now) {
      typing();
      await Promise.race([ann.heard(), closed]).catch(() => undefined);
    }
    expect(await closed).toMatchObject({ code: 1000 });
    const back = await backend.join(ann.id);
    expect(await back.ask("typing", { room_id: room }).catch(() => "closed")).toSatisfy(
      (answer: unknown) => answer === "closed" || JSON.stringify(answer).includes("RATE_LIMITED"),
    );
  });
});

describe("connections", () => {
  it("are twenty: the oldest is notified that there are too many, and closed", async () => {
    const devices: TestUser[] = [];
    for (let i = 0; i < 20; i++) devices.push(await backend.join("many"));
    const [oldest, second] = devices as [TestUser, TestUser];
    const newest = await backend.join("many");
    const { data } = await oldest.heard("error");
    expect(data).toMatchObject({ code: "TOO_MANY_CONNECTIONS", retryable: false });
    expect(await oldest.closed).toMatchObject({ code: 1000 });
    await second.done("ping");
    await newest.done("ping");
    const { userStore: people } = await import("../../lambdas/runtime/user-store.ts");
    await backend.settled();
    expect((await people.read(["many"]))[0]?.connections).toHaveLength(20);
  });

  it("are not refused for ever when dead ones have filled their user's item", async () => {
    const { userStore: people, table } = await import("../../lambdas/runtime/user-store.ts");
    const { UpdateCommand } = await import("@aws-sdk/lib-dynamodb");
    const key = { pk: "USER#haunted", sk: "USER" };
    const dead = Object.fromEntries(
      Array.from({ length: 9_000 }, (_, i) => [`conn:dead-connection-${i}-xxxxxxxxxx`, 1]),
    );
    const { PutCommand } = await import("@aws-sdk/lib-dynamodb");
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, ...dead } }));
    let size = 9_000;
    // Fills the item up to DynamoDB's limit, so that no further connection fits.
    let filler = 0;
    for (const bytes of [2_000, 20]) {
      for (let isFull = false; !isFull; filler++) {
        const grow = new UpdateCommand({
          TableName: table.name,
          Key: key,
          UpdateExpression: "SET #f = :x",
          ExpressionAttributeNames: { "#f": `filler${filler}` },
          ExpressionAttributeValues: { ":x": "x".repeat(bytes) },
        });
        isFull = await table.client.send(grow).then(
          () => false,
          () => true,
        );
      }
    }
    for (let i = 0; i < 3; i++) {
      const person = await backend.join("haunted");
      await person.done("ping");
      const [user] = await people.read(["haunted"]);
      expect(user?.connections.length).toBeLessThan(size);
      size = user?.connections.length ?? 0;
    }
  });

  it("are made no faster than a bucket of handshakes fills up", async () => {
    const { burst } = DEFAULT_LIMITS.connects;
    const opened: TestUser[] = [];
    await expect(async () => {
      for (let i = 0; i <= burst + 10; i++) opened.push(await backend.join("hasty"));
    }).rejects.toThrow("refused");
    expect(opened.length).toBeGreaterThanOrEqual(burst);
  });
});
