// A failure at every single call to AWS that an action and the fan-out of its event make, one after another, in every way
// a call can fail: a suite to be run on requests of actions. Which calls these are is found out by making them.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import type { Fault } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { Frame } from "../../smoke/frame.ts";
import type { Person } from "../../smoke/person.ts";
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
  /** Whether the room is a large one. */
  readonly large?: boolean;
  /** Whether the fan-out's calls are left out: those of `sendMessage`. */
  readonly onlyOwn?: boolean;
  /** Whether nobody goes on meanwhile: bob is no member, before or after. */
  readonly isAlone?: boolean;
  /** At how many calls a failure fails no request, since what is missed is made up for by the next one. */
  readonly overlooked?: number;
}

/** What a run comes to: what the table holds, and which events bob has heard, once or more often, if that counts. */
interface End {
  readonly table: readonly string[];
  readonly heard?: readonly string[];
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

/** They have the caller join a large room. */
const JOINING = new Set<ActionName>(["connectRooms", "sync", "getMessages", "sendMessage"]);

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

/**
 * Runs the suite, on a backend of its own. `smallRoom`: how many members a small room may have, for cases in large ones.
 * There it counts what bob hears, too: the fan-out puts right what it failed at, and nobody else would.
 */
export function failuresOf(cases: readonly Case[], smallRoom?: number): void {
  let backend: Backend;
  beforeAll(async () => {
    const smallRoomMembers = smallRoom !== undefined && { smallRoomMembers: String(smallRoom) };
    const settings = { limits: JSON.stringify(EVERY_CHARGE), ...smallRoomMembers };
    backend = await startBackend({ settings });
    // No time passes: after an append that was slow the receivers are read once more, which would be another call.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await backend.close();
  });

  async function setOut({ prepare, large = false }: Case): Promise<World> {
    letTimePass();
    const world = await layWorld(backend, { large });
    // Bob hears of the room; ann has yet to join it.
    if (large)
      await world.bob.done("sync", { rooms: [{ room_id: world.room, after_rev: 2 }], marks: true });
    await prepare?.(world);
    await backend.settled();
    letTimePass();
    return world;
  }

  // What may be done a second is counted by the same clock, and a room is told so many times a second.
  const letTimePass = () => vi.setSystemTime(Date.now() + 1_000);

  /** Asks; the fan-out comes to what was handed over once there is a reply. `replied` is called between the two. */
  async function ask(
    world: World,
    { action, payload }: Case,
    replied?: () => void,
  ): Promise<Frame> {
    letTimePass();
    const { faults } = backend.server.fanOut;
    const reply = world.ann.ask(action, payload(world)).finally(replied);
    const isOver = reply.catch(() => undefined);
    faults.receive = async (records) => {
      await isOver;
      return records;
    };
    const frame = await reply;
    await backend.settled();
    faults.receive = undefined;
    return frame;
  }

  /** What others do in the meantime: append, read, and start the same conversation from their side. */
  async function goOn({ ann, bob, room, name }: World): Promise<void> {
    letTimePass();
    await bob.done("sendMessage", {
      room_id: room,
      message: "meanwhile",
      _id: `meanwhile-${name}`,
    });
    await bob.done("sendNewMessage", { recipient_id: ann.id, message: { message: "you?" } });
    await bob.done("connectRooms");
  }

  async function endIn(world: World): Promise<End> {
    await backend.settled();
    const { table } = await import("../../lambdas/runtime/user-store.ts");
    const end = { table: await snapshot(table, world) };
    if (smallRoom === undefined) return end;
    // Its reply comes behind all that was pushed.
    await world.bob.ask("ping");
    const heard = world.bob.unheard().map(({ event }) => event.replace(world.name, "w"));
    return { ...end, heard: [...new Set(heard)].sort() };
  }

  /** The end of a run without failure, in which these things are done one after another. */
  async function endOf(tried: Case, ...steps: ("ask" | "goOn")[]): Promise<End> {
    const world = await setOut(tried);
    for (const step of steps) await (step === "ask" ? ask(world, tried) : goOn(world));
    const end = await endIn(world);
    await leaveWorld(world);
    return end;
  }

  /** All calls, and how many of them are the action's own: the rest is the fan-out's. */
  async function callsOf(tried: Case): Promise<{ names: string[]; own: number }> {
    const world = await setOut(tried);
    let own = 0;
    const calls = await backend.aws.during(() =>
      ask(world, tried, () => {
        own = backend.aws.made();
      }),
    );
    await leaveWorld(world);
    return { names: calls.map(({ name }) => name), own };
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

  describe.each(cases)("$title, when a call to AWS fails", (tried) => {
    let end: End;
    let ends: End[];
    let names: string[];
    let own: number;
    beforeAll(async () => {
      end = await endOf(tried, "ask");
      ends = tried.isAlone
        ? [end]
        : [await endOf(tried, "ask", "goOn", "ask"), await endOf(tried, "goOn", "ask")];
      ({ names, own } = await callsOf(tried));
      expect(names).not.toEqual([]);
    });

    async function retry(world: World, n: number): Promise<End> {
      const { event, data } = await ask(world, tried);
      expect(event, `the retry after call ${n}: ${JSON.stringify(data)}`).not.toBe("error");
      return await endIn(world);
    }

    /** Whoever is a member, and has joined if that is what was asked, hears the next message. */
    async function checkNext({ ann, bob, room, name }: World, n: number): Promise<void> {
      const members = JSON.stringify(await ann.done("getMembers", { room_id: room }));
      const isMember = members.includes(`"${bob.id}"`);
      const hears = async (listener: Person, speaker: Person): Promise<boolean> => {
        letTimePass();
        const _id = `next-${speaker.id}-${name}`;
        await speaker.done("sendMessage", { room_id: room, message: "next", _id });
        await backend.settled();
        await listener.ask("ping");
        return listener.unheard().some(({ data }) => data._id === _id);
      };
      if (isMember && JOINING.has(tried.action)) {
        expect(await hears(ann, bob), `ann hears the next message, after call ${n}`).toBe(true);
      }
      expect(await hears(bob, ann), `bob hears the next message, after call ${n}`).toBe(isMember);
    }

    // What follows each failure takes turns: after one that struck before a call, others go on first at every second
    // call, and after one that struck behind it at the calls between.
    it.each(tried.faults ?? FAULTS)(
      "%s it takes effect, a retry leaves the state of a run without, also after others went on",
      async (fault) => {
        let overlooked = 0;
        const struck = tried.onlyOwn ? names.slice(0, own) : names;
        for (const [index, name] of struck.entries()) {
          if (fault !== "before" && READS.has(name)) continue;
          const n = index + 1;
          const world = await setOut(tried);
          backend.aws.failAt(n, fault);
          const reply = await ask(world, tried);
          expect(backend.aws.failed(), `call ${n} of ${names.length} was made`).toBe(true);

          if (n > own) {
            // The fan-out's: the queue tries again, nobody else needs to.
            expect(reply.event, `at call ${n}`).not.toBe("error");
            expect(await endIn(world), `after call ${n}`).toEqual(end);
          } else {
            const isOverlooked = fault !== "repeated" && reply.event !== "error";
            if (isOverlooked) overlooked += 1;
            else checkAnswer(fault, reply, n);
            if (n % 2 === TURN[fault] && !tried.isAlone) {
              await goOn(world);
              expect(ends, `after call ${n}`).toContainEqual(await retry(world, n));
            } else {
              expect(await retry(world, n), `after call ${n}`).toEqual(end);
            }
          }
          if (tried.large && (n > own || JOINING.has(tried.action))) await checkNext(world, n);
          await leaveWorld(world);
        }
        expect(overlooked).toBeLessThanOrEqual(tried.overlooked ?? 0);
      },
    );
  });
}
