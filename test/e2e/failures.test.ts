// A failure at every single call to AWS that an action makes, one after another, in every way a call can fail.
// Which calls these are is found out by making them, so an action is covered once it is in the table of scenarios.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import { ACTIONS } from "../../protocol/actions.ts";
import type { Fault } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import { leaveWorld, makeWorld, SCENARIOS, type World } from "./scenarios.ts";
import { snapshot } from "./snapshot.ts";

const FAULTS: readonly Fault[] = ["before", "after", "repeated"];
const actions = Object.keys(SCENARIOS) as ActionName[];

interface Case {
  readonly title: string;
  readonly action: ActionName;
  readonly payload: (world: World) => object;
  /** What ann does before. */
  readonly prepare?: (world: World) => Promise<unknown>;
}

const pin = (world: World) => world.ann.done("pinMessage", SCENARIOS.pinMessage(world));

const CASES: readonly Case[] = [
  ...actions
    .filter((action) => ACTIONS[action].grants.table.length > 0)
    .map((action): Case => ({ title: action, action, payload: SCENARIOS[action] })),
  {
    title: "deleteMessage of a pinned message",
    action: "deleteMessage",
    payload: SCENARIOS.deleteMessage,
    prepare: pin,
  },
  {
    title: "deleteMessage of a message with the server's id",
    action: "deleteMessage",
    payload: ({ room, made }) => ({ room_id: room, message_id: made }),
  },
  {
    title: "pinMessage, unpinning",
    action: "pinMessage",
    payload: (world) => ({ ...SCENARIOS.pinMessage(world), pin_message: false }),
    prepare: pin,
  },
  {
    title: "removeMember, leaving as the owner",
    action: "removeMember",
    payload: ({ room, ann }) => ({ room_id: room, user_id: ann.id }),
  },
  {
    title: "addMembers of one who was removed",
    action: "addMembers",
    payload: ({ room, name }) => ({ room_id: room, user_ids: [`cid-${name}`] }),
    prepare: (world) => world.ann.done("removeMember", SCENARIOS.removeMember(world)),
  },
  {
    title: "sendNewMessage to a group",
    action: "sendNewMessage",
    payload: (world) => ({ ...SCENARIOS.sendNewMessage(world), type: "group-chat" }),
  },
];

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
afterEach(() => {
  backend.server.gateway.faults.post = undefined;
});

async function setOut({ prepare }: Case): Promise<World> {
  const world = await makeWorld(backend);
  await prepare?.(world);
  await backend.settled();
  return world;
}

const ask = (world: World, { action, payload }: Case) => world.ann.ask(action, payload(world));

/** What others do in the meantime: append, read, and start the same conversation from their side. */
async function goOn({ ann, bob, room, name }: World): Promise<void> {
  await bob.done("sendMessage", { room_id: room, message: "meanwhile", _id: `meanwhile-${name}` });
  await bob.done("sendNewMessage", { recipient_id: ann.id, message: { message: "you?" } });
  await bob.done("connectRooms");
}

async function stateOf(world: World): Promise<string[]> {
  await backend.settled();
  const { table } = await import("../../lambdas/runtime/people.ts");
  return await snapshot(table, world);
}

/** The end of a run without failure, in which these things are done one after another. */
async function endOf(tried: Case, ...steps: ("ask" | "goOn")[]): Promise<string[]> {
  const world = await setOut(tried);
  for (const step of steps) await (step === "ask" ? ask(world, tried) : goOn(world));
  const end = await stateOf(world);
  await leaveWorld(world);
  return end;
}

async function countCalls(tried: Case): Promise<number> {
  const world = await setOut(tried);
  const calls = await backend.aws.during(async () => {
    await ask(world, tried);
    await backend.settled();
  });
  await leaveWorld(world);
  return calls.length;
}

describe.each(CASES)("$title, when a call to DynamoDB fails", (tried) => {
  async function eachCall(fault: Fault, check: (world: World, n: number) => Promise<void>) {
    const calls = await countCalls(tried);
    expect(calls).toBeGreaterThan(0);
    for (let n = 1; n <= calls; n++) {
      const world = await setOut(tried);
      backend.aws.failAt(n, fault);
      const { event, data } = await ask(world, tried);
      await backend.settled();
      expect(backend.aws.failed(), `call ${n} of ${calls} was made`).toBe(true);
      if (fault === "repeated") {
        expect(event, `at call ${n}`).not.toBe("error");
      } else {
        expect([event, data], `at call ${n}`).toMatchObject([
          "error",
          { code: "UNAVAILABLE", action: tried.action, retryable: true },
        ]);
      }
      await check(world, n);
      await leaveWorld(world);
    }
  }

  async function retry(world: World, n: number): Promise<string[]> {
    const { event, data } = await ask(world, tried);
    expect(event, `the retry after call ${n}: ${JSON.stringify(data)}`).not.toBe("error");
    return await stateOf(world);
  }

  it.each(FAULTS)(
    "%s it takes effect, a retry leaves the state of a run without",
    async (fault) => {
      const end = await endOf(tried, "ask");
      await eachCall(fault, async (world, n) => {
        expect(await retry(world, n), `after call ${n}`).toEqual(end);
      });
    },
  );

  it.each(FAULTS)("%s it takes effect, others can go on before the retry", async (fault) => {
    const ends = [await endOf(tried, "ask", "goOn", "ask"), await endOf(tried, "goOn", "ask")];
    await eachCall(fault, async (world, n) => {
      await goOn(world);
      expect(ends, `after call ${n}`).toContainEqual(await retry(world, n));
    });
  });
});

describe.each(actions.filter((action) => ACTIONS[action].grants.post))(
  "%s, when a POST fails",
  (action) => {
    it.each([410, 429, 500] as const)("with %i, is answered all the same", async (status) => {
      const world = await makeWorld(backend);
      await backend.settled();
      let posts = 0;
      backend.server.gateway.faults.post = () => (++posts === 1 ? status : undefined);
      const reply = await world.ann.ask(action, SCENARIOS[action](world));
      expect(reply.event).not.toBe("error");
      expect(posts).toBe(status === 410 ? 1 : 2);
      await leaveWorld(world);
    });
  },
);
