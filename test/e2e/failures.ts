// A test suite for requests of actions: every call to AWS of the action and of its fan-out fails, one per run, in every
// way in which a call can fail. A run without failure determines which calls these are.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionName } from "../../protocol/actions.ts";
import type { Fault } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { Frame } from "../../smoke/frame.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { seedWorld } from "./seeded-world.ts";
import { leaveWorld, SCENARIOS, type World } from "./scenarios.ts";
import { snapshot } from "./snapshot.ts";

export interface Case {
  readonly title: string;
  readonly action: ActionName;
  readonly payload: (world: World) => object;
  /** Ann's actions before the tested one. */
  readonly prepare?: (world: World) => Promise<unknown>;
  /** The faults that can make a difference. Default: all. A retried call that only reads has no effect twice. */
  readonly faults?: readonly Fault[];
  /** Whether the room is large. Default: false. */
  readonly large?: boolean;
  /** Whether the fan-out's calls are left out, because they are the same as those of `sendMessage`. */
  readonly onlyOwn?: boolean;
  /** Whether no other user acts before the retry, because bob is not a member before or after the action. */
  readonly isAlone?: boolean;
  /** The most calls whose failure fails no request, because the next request makes up for them. Default: 0. */
  readonly overlooked?: number;
}

/** The result of a run: the table's content and, in large rooms, the events that bob has received, without repeats. */
interface End {
  readonly table: readonly string[];
  readonly heard?: readonly string[];
}

const FAULTS: readonly Fault[] = ["before", "after", "repeated"];

/** More tokens than any case needs. And each charge is made, not a random part of them, so that each call is found. */
const MUCH = { burst: 1e6, perMinute: 1e6 };
const EVERY_CHARGE = {
  room: MUCH,
  reads: MUCH,
  invites: MUCH,
  uploads: MUCH,
  connects: MUCH,
  drawOneIn: 1,
};

/** The calls without an effect: they cannot fail after it, nor have it twice. */
const READS = new Set(["QueryCommand", "GetItemCommand", "BatchGetItemCommand"]);

/** The actions that let the caller join a large room. */
const JOINING = new Set<ActionName>(["connectRooms", "sync", "getMessages", "sendMessage"]);

/** After which calls' failure others act before the retry, as the call's number modulo 2: 1 odd, 0 even, -1 none. */
const TURN: Readonly<Record<Fault, number>> = { before: 1, after: 0, repeated: -1 };

/** The actions on one message. All others are on rooms, or read. */
export const ABOUT_A_MESSAGE: readonly ActionName[] = [
  "sendMessage",
  "sendNewMessage",
  "editMessage",
  "deleteMessage",
  "messageSeen",
  "pinMessage",
  "reactMessage",
];

/** The case of an action's request in the table of scenarios. */
export const caseOf = (action: ActionName): Case => ({
  title: action,
  action,
  payload: SCENARIOS[action],
});

/**
 * Runs the suite on a backend of its own. `smallRoom`: the most members of a small room, for cases in large rooms. If
 * it is set, the suite also compares the events that bob receives: only the fan-out can make up for its own failures.
 */
export function failuresOf(cases: readonly Case[], smallRoom?: number): void {
  let backend: Backend;
  beforeAll(async () => {
    const smallRoomMembers = smallRoom !== undefined && { smallRoomMembers: String(smallRoom) };
    const settings = { limits: JSON.stringify(EVERY_CHARGE), ...smallRoomMembers };
    backend = await startBackend({ settings });
    // Time is frozen: after a slow append the receivers are read once more, which would be another call.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await backend.close();
  });

  async function setOut({ prepare, large = false }: Case): Promise<World> {
    letTimePass();
    const world = await seedWorld(backend, { large });
    // Bob's connection joins the room. Ann's has not joined it yet.
    if (large)
      await world.bob.done("sync", { rooms: [{ room_id: world.room, after_rev: 2 }], marks: true });
    await prepare?.(world);
    await backend.settled();
    letTimePass();
    return world;
  }

  // The rate limits use the same clock, and so does the rate of a large room's fan-out.
  const letTimePass = () => vi.setSystemTime(Date.now() + 1_000);

  /** Sends the request. The fan-out receives its records only after the reply. `replied` is called between the two. */
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

  /** Bob's actions in the meantime: he sends, reads, and starts the same conversation from his side. */
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
    // The reply arrives after all pushed frames.
    await world.bob.ask("ping");
    const heard = world.bob.unheard().map(({ event }) => event.replace(world.name, "w"));
    return { ...end, heard: [...new Set(heard)].sort() };
  }

  /** The result of a run of these steps without failure. */
  async function endOf(tried: Case, ...steps: ("ask" | "goOn")[]): Promise<End> {
    const world = await setOut(tried);
    for (const step of steps) await (step === "ask" ? ask(world, tried) : goOn(world));
    const end = await endIn(world);
    await leaveWorld(world);
    return end;
  }

  /** The names of all calls, and the number of the action's own: the others are the fan-out's. */
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

  /** Expects success after a repeated call, and a retryable error after any other failure. */
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

    /** Expects that bob receives the next message if he is a member, and ann too if the action lets her join. */
    async function checkNext({ ann, bob, room, name }: World, n: number): Promise<void> {
      const members = JSON.stringify(await ann.done("getMembers", { room_id: room }));
      const isMember = members.includes(`"${bob.id}"`);
      const hears = async (listener: TestUser, speaker: TestUser): Promise<boolean> => {
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

    // Others act before the retry at every second call: at the odd calls for failures before the effect, at the even
    // calls for failures after it.
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
            // A call of the fan-out: the queue retries it, so the caller gets no error.
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
