// A failure at every single call to AWS that an action makes, one after another, in every way a call can fail: a suite to
// be run on requests of actions. Which calls these are is found out by making them.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import type { Fault } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { Frame } from "../person.ts";
import { layWorld } from "./laid-world.ts";
import { leaveWorld, SCENARIOS, type World } from "./scenarios.ts";
import { snapshot } from "./snapshot.ts";

export interface Case {
  readonly title: string;
  readonly action: ActionName;
  readonly payload: (world: World) => object;
  /** What ann does before. */
  readonly prepare?: (world: World) => Promise<unknown>;
  /** Those that can make a difference, if not all: what only reads is not done twice. */
  readonly faults?: readonly Fault[];
}

const FAULTS: readonly Fault[] = ["before", "after", "repeated"];

/** More than any of them needs; and what is else charged by chance is charged each time, so that each call is found. */
const MUCH = { burst: 1e6, perMinute: 1e6 };
const EVERY_CHARGE = {
  room: MUCH,
  reads: MUCH,
  invites: MUCH,
  uploads: MUCH,
  connects: MUCH,
  drawOneIn: 1,
};

/** They have no effect to strike behind, nor one to do twice. */
const READS = new Set(["QueryCommand", "GetItemCommand", "BatchGetItemCommand"]);

/** At which calls others go on before the retry: the odd ones, the even ones, or none, as the call has succeeded. */
const TURN: Readonly<Record<Fault, number>> = { before: 1, after: 0, repeated: -1 };

/** The actions that are about one message; the others are about rooms, or read. */
export const ABOUT_A_MESSAGE: readonly ActionName[] = [
  ...(["sendMessage", "sendNewMessage", "editMessage", "deleteMessage"] as const),
  ...(["messageSeen", "pinMessage", "reactMessage"] as const),
];

/** The request of an action in the table of scenarios. */
export const caseOf = (action: ActionName): Case => ({
  title: action,
  action,
  payload: SCENARIOS[action],
});

/** Runs the suite, on a backend of its own. */
export function failuresOf(cases: readonly Case[]): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend({ settings: { limits: JSON.stringify(EVERY_CHARGE) } });
    // No time passes: after an append that was slow the receivers are read once more, which would be another call.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await backend.close();
  });

  async function setOut({ prepare }: Case): Promise<World> {
    // Between one world and the next a while goes by: what may be done a second is counted by the same clock.
    vi.setSystemTime(Date.now() + 1_000);
    const world = await layWorld(backend);
    await prepare?.(world);
    await backend.settled();
    return world;
  }

  const ask = (world: World, { action, payload }: Case) => world.ann.ask(action, payload(world));

  /** What others do in the meantime: append, read, and start the same conversation from their side. */
  async function goOn({ ann, bob, room, name }: World): Promise<void> {
    await bob.done("sendMessage", {
      room_id: room,
      message: "meanwhile",
      _id: `meanwhile-${name}`,
    });
    await bob.done("sendNewMessage", { recipient_id: ann.id, message: { message: "you?" } });
    await bob.done("connectRooms");
  }

  async function stateOf(world: World): Promise<string[]> {
    await backend.settled();
    const { table } = await import("../../lambdas/runtime/user-store.ts");
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

  async function callsOf(tried: Case): Promise<string[]> {
    const world = await setOut(tried);
    const calls = await backend.aws.during(async () => {
      await ask(world, tried);
      await backend.settled();
    });
    await leaveWorld(world);
    return calls.map(({ name }) => name);
  }

  /** A call that was repeated has succeeded; any other failure is told as one to try again after. */
  function checkAnswer(fault: Fault, { event, data }: Frame, n: number): void {
    if (fault === "repeated") {
      expect(event, `at call ${n}`).not.toBe("error");
    } else {
      const refusal = { code: "UNAVAILABLE", retryable: true };
      expect([event, data], `at call ${n}`).toMatchObject(["error", refusal]);
    }
  }

  describe.each(cases)("$title, when a call to DynamoDB fails", (tried) => {
    async function retry(world: World, n: number): Promise<string[]> {
      const { event, data } = await ask(world, tried);
      expect(event, `the retry after call ${n}: ${JSON.stringify(data)}`).not.toBe("error");
      return await stateOf(world);
    }

    // What follows each failure takes turns: after one that struck before a call, others go on first at every second
    // call, and after one that struck behind it at the calls between.
    it.each(tried.faults ?? FAULTS)(
      "%s it takes effect, a retry leaves the state of a run without, also after others went on",
      async (fault) => {
        const end = await endOf(tried, "ask");
        const ends = [await endOf(tried, "ask", "goOn", "ask"), await endOf(tried, "goOn", "ask")];
        const calls = await callsOf(tried);
        expect(calls).not.toEqual([]);
        for (const [index, call] of calls.entries()) {
          if (fault !== "before" && READS.has(call)) continue;
          const n = index + 1;
          const world = await setOut(tried);
          backend.aws.failAt(n, fault);
          const { event, data } = await ask(world, tried);
          await backend.settled();
          expect(backend.aws.failed(), `call ${n} of ${calls.length} was made`).toBe(true);
          checkAnswer(fault, { event, data }, n);

          if (n % 2 === TURN[fault]) {
            await goOn(world);
            expect(ends, `after call ${n}`).toContainEqual(await retry(world, n));
          } else {
            expect(await retry(world, n), `after call ${n}`).toEqual(end);
          }
          await leaveWorld(world);
        }
      },
    );
  });
}
