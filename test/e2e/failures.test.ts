// A failure at every single call to DynamoDB that an action makes, one after another, in every way a call can fail.
// Which calls these are is found out by making them, so an action is covered once it is in the table of scenarios.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import type { Fault } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import { leaveWorld, makeWorld, SCENARIOS, type World } from "./scenarios.ts";
import { snapshot } from "./snapshot.ts";

const FAULTS: readonly Fault[] = ["before", "after", "repeated"];
const actions = Object.keys(SCENARIOS) as ActionName[];

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const ask = (world: World, action: ActionName) => world.ann.ask(action, SCENARIOS[action](world));

/** What others do in the meantime: append, read, and start the same conversation from their side. */
async function goOn({ ann, bob, room, name }: World): Promise<void> {
  await bob.done("sendMessage", { room_id: room, message: "meanwhile", _id: `meanwhile-${name}` });
  await bob.done("sendNewMessage", { recipient_id: ann.id, message: { message: "you?" } });
  await bob.done("connectRooms");
}

async function stateAfter(world: World): Promise<string[]> {
  await backend.settled();
  const { table } = await import("../../lambdas/runtime/people.ts");
  return await snapshot(table, world);
}

/** The end of a run without failure: with ann's action before what the others do, or after it. */
async function endOf(action: ActionName, order: "first" | "last"): Promise<string[]> {
  const world = await makeWorld(backend);
  if (order === "first") await ask(world, action);
  await goOn(world);
  await ask(world, action);
  const end = await stateAfter(world);
  await leaveWorld(world);
  return end;
}

async function countCalls(action: ActionName): Promise<number> {
  const world = await makeWorld(backend);
  await backend.settled();
  const calls = await backend.aws.during(async () => {
    await ask(world, action);
    await backend.settled();
  });
  await leaveWorld(world);
  return calls.length;
}

describe.each(actions)("%s, when a call to DynamoDB fails", (action) => {
  it.each(FAULTS)(
    "%s it takes effect, answers and leaves what a retry completes",
    async (fault) => {
      const ends = [await endOf(action, "first"), await endOf(action, "last")];
      const calls = await countCalls(action);
      expect(calls).toBeGreaterThan(0);

      for (let n = 1; n <= calls; n++) {
        const world = await makeWorld(backend);
        await backend.settled();
        backend.aws.failAt(n, fault);
        const reply = await ask(world, action);
        await backend.settled();
        expect(backend.aws.failed(), `call ${n} of ${calls} was made`).toBe(true);
        if (fault !== "repeated") {
          expect(reply.event, `at call ${n}`).toBe("error");
          expect(reply.data).toMatchObject({ code: "UNAVAILABLE", action, retryable: true });
        } else {
          expect(reply.event, `at call ${n}`).not.toBe("error");
        }

        await goOn(world);
        const retry = await ask(world, action);
        expect(retry.event, `the retry after call ${n}: ${JSON.stringify(retry.data)}`).not.toBe(
          "error",
        );
        expect(ends, `after call ${n}`).toContainEqual(await stateAfter(world));
        await leaveWorld(world);
      }
    },
  );
});
