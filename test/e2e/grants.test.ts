// What each action calls of DynamoDB and SQS, in every run that comes to mind, against what its role may: no more, or it
// would be refused on AWS; and no less, or it could do harm that nobody needs.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grants } from "../../protocol/action.ts";
import { FAN_OUT, ROUTES } from "../../lambdas/routes.ts";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import type { ChangeEvent, Entry } from "../../lambdas/chat/model.ts";
import { PutCommand, UpdateCommand } from "../../lambdas/store/commands.ts";
import { userKey, memberKey } from "../../lambdas/store/keys.ts";
import type { Call } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import { aPin, aRemoval } from "../store/contract/samples.ts";
import { layPairs, layWorld } from "./laid-world.ts";
import { leaveWorld, SCENARIOS, type World } from "./scenarios.ts";

const SMALL_ROOM = "20";

let backend: Backend;
beforeAll(async () => {
  // More than any of them needs; and what is else charged by chance is charged each time.
  const much = { burst: 1e6, perMinute: 1e6 };
  const limits = {
    room: much,
    reads: much,
    invites: much,
    uploads: much,
    connects: much,
    drawOneIn: 1,
  };
  const settings = { limits: JSON.stringify(limits), smallRoomMembers: SMALL_ROOM };
  backend = await startBackend({ settings });
});
afterAll(() => backend.close());

/** As grants name it: an operation on the table, a query of the index, a message to the queue. */
const nameOf = ({ name, index }: Call): string => {
  if (name === "SendMessage") return "handOver";
  return index ? "index" : name.replace(/Command$/, "");
};

const granted = ({ table, index, handOver }: Grants): string[] => [
  ...table,
  ...(index ? ["index"] : []),
  ...(handOver ? ["handOver"] : []),
];

/** What can be left half done in a room, by somebody who died: of a removal a marker is put, everything else is updated. */
const UNDONE: readonly ((rev: number) => Entry<ChangeEvent>)[] = [
  (rev) => aPin(1, rev),
  (rev) => aRemoval(rev, "cid"),
];

class Recorder {
  readonly own = new Set<string>();
  readonly fanOuts = new Set<string>();

  /** Asks, and notes the calls of the action and of the fan-out. */
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
      await backend.settled();
    });
    calls.forEach((call, n) => (n < answered ? this.own : this.fanOuts).add(nameOf(call)));
    return calls.slice(0, answered).map(nameOf);
  }
}

/** In small rooms and large ones: as it is, again, behind what is undone, after each failed write, and of an empty bucket. */
async function everyRun(action: ActionName): Promise<Recorder> {
  const recorder = new Recorder();
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const { log } = await import("../../lambdas/store/log.ts");
  for (const large of [false, true]) {
    const again = await layWorld(backend, { large });
    for (let n = 0; n < 2; n++) await recorder.ask(again, action);
    await leaveWorld(again);

    for (const undone of UNDONE) {
      const world = await layWorld(backend, { large });
      await log(table).put(world.room, undone(3));
      await recorder.ask(world, action);
      await leaveWorld(world);
    }
  }
  const plain = await layWorld(backend);
  const names = await recorder.ask(plain, action);
  await leaveWorld(plain);
  for (const [index, name] of names.entries()) {
    // What only reads leaves nothing behind.
    if (!/^(Put|Update)Item$/.test(name)) continue;
    const world = await layWorld(backend);
    backend.aws.failAt(index + 1, "after");
    await recorder.ask(world, action);
    await recorder.ask(world, action);
    await leaveWorld(world);
  }
  const world = await layWorld(backend);
  if (action === "connectRooms") {
    // So many rooms that their order is kept for the pages to come.
    await layPairs(world.ann.id, ["p1", "p2", "p3", "p4"]);
    await recorder.ask(world, action, { limit: 1 });
  }
  await emptyBuckets(world);
  await recorder.ask(world, action);
  await leaveWorld(world);
  return recorder;
}

async function put(Item: object): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
}

async function emptyBuckets({ ann, room }: World): Promise<void> {
  await setFull(userKey(ann.id), "reads_full_at", "invites_full_at", "uploads_full_at");
  await setFull(memberKey(room, ann.id), "full_at");
}

/** Has buckets be full no sooner than in a minute: they hold nothing, as quickly as these fill. */
async function setFull(Key: { pk: string; sk: string }, ...names: string[]): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const set = names.map((name) => `${name} = :late`).join(", ");
  const ExpressionAttributeValues = { ":late": Date.now() + 70_000 };
  const input = { TableName: table.name, Key, UpdateExpression: `SET ${set}` };
  await table.client.send(new UpdateCommand({ ...input, ExpressionAttributeValues }));
}

describe.each(Object.values(ACTIONS))("$name", ({ name, grants }) => {
  it("calls what its role may, and its role may nothing else", async () => {
    const { own, fanOuts } = await everyRun(name);
    expect([...own].sort()).toEqual(granted(grants).sort());
    for (const call of fanOuts) expect(granted(FAN_OUT.grants)).toContain(call);
  });
});

describe.each(["$connect", "$disconnect"] as const)("%s", (key) => {
  it("calls what its role may, and its role may nothing else", async () => {
    const called = new Set<string>();
    const during = async (run: () => Promise<unknown>) => {
      for (const call of await backend.aws.during(run)) called.add(nameOf(call));
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
        await (await join()).leave();
        await setFull(userKey(guest), "connects_full_at");
        await join().catch(() => undefined);
      });
      // So many connections that the item takes no more: the dead are looked for.
      await put({ ...userKey(guest), filler: "x".repeat(409_500) });
      await during(async () => {
        await join().catch(() => undefined);
      });
    }
    const { grants } = ROUTES.find((route) => route.key === key) ?? {};
    expect([...called].sort()).toEqual(granted(grants ?? { table: [] }).sort());
  });
});
