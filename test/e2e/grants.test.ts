// The AWS calls of each action, in every kind of run, against its grants: AWS would refuse a call beyond them, and a
// grant that no call needs could do harm.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grants } from "../../protocol/action.ts";
import { FAN_OUT, ROUTES } from "../../lambdas/routes.ts";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import type { ChangeEvent, Entry } from "../../lambdas/chat/model.ts";
import { PutCommand, UpdateCommand } from "../../lambdas/store/commands.ts";
import { userKey, memberKey } from "../../lambdas/store/keys.ts";
import { startBackend, type Backend } from "../backend.ts";
import { serviceCalls } from "../service-calls.ts";
import { aPin, aRemoval } from "../store/contract/samples.ts";
import { granted, nameOf } from "./granted.ts";
import { seedPairs, seedWorld } from "./seeded-world.ts";
import { postForm, type Upload } from "../../smoke/upload.ts";
import { leaveWorld, SCENARIOS, type World } from "./scenarios.ts";

const SMALL_ROOM = "20";

/** The most connections of a user: one more closes the oldest. */
const CONNECTIONS = 3;

let backend: Backend;
let services: ReturnType<typeof serviceCalls>;
beforeAll(async () => {
  // More tokens than any action needs. And each charge is made, not a random part of them.
  const much = { burst: 1e6, perMinute: 1e6 };
  const limits = {
    connections: CONNECTIONS,
    room: much,
    reads: much,
    invites: much,
    uploads: much,
    connects: much,
    drawOneIn: 1,
  };
  const settings = { limits: JSON.stringify(limits), smallRoomMembers: SMALL_ROOM };
  backend = await startBackend({ settings, onDomainEvent: () => undefined });
  services = serviceCalls((await import("../../lambdas/runtime/files.ts")).files);
});
afterAll(async () => {
  services.stop();
  await backend.close();
});

/** Removes and returns the calls to other services since the last call of this function. */
const takeCalls = (): string[] => services.calls.splice(0);

/** Entries that an interrupted action can leave unapplied: a removal puts a marker, all others update an item. */
const UNDONE: readonly ((rev: number) => Entry<ChangeEvent>)[] = [
  (rev) => aPin(1, rev),
  (rev) => aRemoval(rev, "cid"),
];

class Recorder {
  readonly own = new Set<string>();
  readonly fanOuts = new Set<string>();

  /** Sends an action, and records its calls and those of the fan-out. */
  async ask(
    world: World,
    action: ActionName,
    payload: object = SCENARIOS[action](world),
  ): Promise<readonly string[]> {
    const { ann } = world;
    let answered = 0;
    const calls = await backend.aws.during(async () => {
      await ann.ask(action, payload);
      answered = backend.aws.made();
      for (const name of takeCalls()) this.own.add(name);
      await backend.settled();
    });
    calls.forEach((call, n) => (n < answered ? this.own : this.fanOuts).add(nameOf(call)));
    for (const name of takeCalls()) this.fanOuts.add(name);
    return calls.slice(0, answered).map(nameOf);
  }
}

/** Runs an action in small and large rooms, repeated, after unapplied entries or failed writes, with empty buckets. */
async function everyRun(action: ActionName): Promise<Recorder> {
  const recorder = new Recorder();
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const { log } = await import("../../lambdas/store/log.ts");
  for (const large of [false, true]) {
    const again = await seedWorld(backend, { large });
    for (let n = 0; n < 2; n++) await recorder.ask(again, action);
    await leaveWorld(again);

    for (const undone of UNDONE) {
      const world = await seedWorld(backend, { large });
      await log(table).put(world.room, undone(3));
      await recorder.ask(world, action);
      await leaveWorld(world);
    }
  }
  const plain = await seedWorld(backend);
  const names = await recorder.ask(plain, action);
  await leaveWorld(plain);
  for (const [index, name] of names.entries()) {
    // Failed reads leave nothing unfinished.
    if (!/^(Put|Update)Item$/.test(name)) continue;
    const world = await seedWorld(backend);
    backend.aws.failAt(index + 1, "after");
    await recorder.ask(world, action);
    await recorder.ask(world, action);
    await leaveWorld(world);
  }
  const world = await seedWorld(backend);
  if (action === "connectRooms") {
    // Enough rooms for their order to be stored for further pages.
    await seedPairs(world.ann.id, ["p1", "p2", "p3", "p4"]);
    await recorder.ask(world, action, { limit: 1 });
  }
  await emptyBuckets(world);
  await recorder.ask(world, action);
  await leaveWorld(world);
  await withFiles(recorder, action);
  await flood(recorder, action);
  return recorder;
}

/** Runs the action on a file: sends a message that names one, or deletes such a message. */
async function withFiles(recorder: Recorder, action: ActionName): Promise<void> {
  const world = await seedWorld(backend);
  const { ann, bob, name } = world;
  const isNew = action === "sendNewMessage";
  const to = { recipient_id: [bob.id] };
  const room_id = isNew
    ? (await ann.done("sendNewMessage", { ...to, message: { message: "Hi" } })).room_id
    : world.room;
  const asked = { ...SCENARIOS.createUpload(world), room_id };
  const upload = (await ann.done("createUpload", asked)) as Upload;
  await postForm(upload, new Uint8Array(3));
  const message = { message: "", attachments: [upload.attachment], _id: `file-${name}` };
  if (action === "deleteMessage") await ann.done("sendMessage", { room_id, ...message });
  await backend.settled();
  takeCalls();
  if (isNew) await recorder.ask(world, action, { ...to, message });
  if (action === "sendMessage") await recorder.ask(world, action, { room_id, ...message });
  if (action === "deleteMessage") {
    await recorder.ask(world, action, { room_id, message_id: message._id });
  }
  await leaveWorld(world);
}

/** Sends one request after many refused ones: the connection is closed before the answer. */
async function flood({ own }: Recorder, action: ActionName): Promise<void> {
  const world = await seedWorld(backend);
  await emptyBuckets(world, FLOOD_MS);
  takeCalls();
  await world.ann.ask(action, SCENARIOS[action](world)).catch(() => undefined);
  await backend.settled();
  for (const name of takeCalls()) own.add(name);
  await leaveWorld(world);
}

async function put(Item: object): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
}

/** Times until a bucket is full, in ms. At this test's rates it is empty, or overdrawn by twice its size. */
const EMPTY_MS = 70_000;
const FLOOD_MS = 3 * EMPTY_MS;

async function emptyBuckets({ ann, room }: World, fullInMs = EMPTY_MS): Promise<void> {
  await setFull(userKey(ann.id), fullInMs, "reads_full_at", "invites_full_at", "uploads_full_at");
  await setFull(memberKey(room, ann.id), fullInMs, "full_at");
}

async function setFull(
  Key: { pk: string; sk: string },
  fullInMs: number,
  ...names: string[]
): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const set = names.map((name) => `${name} = :late`).join(", ");
  const ExpressionAttributeValues = { ":late": Date.now() + fullInMs };
  const input = { TableName: table.name, Key, UpdateExpression: `SET ${set}` };
  await table.client.send(new UpdateCommand({ ...input, ExpressionAttributeValues }));
}

const route = (key: string): Grants =>
  ROUTES.find((each) => each.key === key)?.grants ?? { table: [] };

describe.each(Object.values(ACTIONS))("$name", ({ name }) => {
  it("makes exactly the calls that its role allows", async () => {
    takeCalls();
    const { own, fanOuts } = await everyRun(name);
    expect([...own].sort()).toEqual(granted(route(name)).sort());
    for (const call of fanOuts) expect(granted(FAN_OUT.grants)).toContain(call);
  });
});

describe.each(["$connect", "$disconnect"] as const)("%s", (key) => {
  it("makes exactly the calls that its role allows", async () => {
    const called = new Set<string>();
    const during = async (run: () => Promise<unknown>) => {
      takeCalls();
      for (const call of await backend.aws.during(run)) called.add(nameOf(call));
      for (const name of takeCalls()) called.add(name);
    };
    const guest = `guest-${key.slice(1)}`;
    const join = () => backend.join(guest);
    const first = await join();
    if (key === "$disconnect") {
      await during(async () => {
        await first.leave();
        await backend.observed("disconnected");
        await backend.settled();
      });
    } else {
      await during(async () => {
        const more = await Promise.all(Array.from({ length: CONNECTIONS }, join));
        await first.closed;
        await Promise.all(more.map((each) => each.leave()));
        await setFull(userKey(guest), EMPTY_MS, "connects_full_at");
        await join().catch(() => undefined);
      });
      // The item is too large for another connection: the dead ones are removed.
      await put({ ...userKey(guest), filler: "x".repeat(409_500) });
      await during(async () => {
        await join().catch(() => undefined);
      });
    }
    expect([...called].sort()).toEqual(granted(route(key)).sort());
  });
});
