// Random and hostile frames: each is answered once, never by INTERNAL; the connection stays open unless the protocol
// requires its end; and only members get an event. RUNS=100000 sends that many frames.

import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { ERROR_CODES } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { Frame } from "../../smoke/frame.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { leaveWorld, makeWorld, SCENARIOS, type World } from "./scenarios.ts";

const FRAMES = Number(process.env.RUNS ?? 300);
const IN_A_WORLD = 100;
const AT_ONCE = 10;
const EXPECTED = Object.keys(ERROR_CODES).filter((code) => code !== "INTERNAL");

let backend: Backend;
let outsider: TestUser;
beforeAll(async () => {
  backend = await startBackend();
  outsider = await backend.join("outsider");
});
afterAll(() => backend.close());

/** Values that no client should send, for any field. */
const hostile = fc.constantFrom<unknown>(
  "",
  " ",
  "\u0000",
  "\ud800",
  "日".repeat(3_000),
  "x".repeat(9_000),
  "p2p.x",
  "new.x",
  "0".repeat(24),
  "message",
  "group_x",
  "constructor",
  "__proto__",
  "../x",
  "ROOM#x",
  -1,
  0,
  0.5,
  2 ** 53,
  1e308,
  null,
  true,
  [],
  {},
  [[[[]]]],
  Array(300).fill("x"),
  JSON.parse(`${"[".repeat(300)}${"]".repeat(300)}`) as unknown,
  { __proto__: null, length: 1 },
);
const value = fc.oneof(hostile, fc.jsonValue({ maxDepth: 2 }));

/** An action of the scenarios, with some fields left out, changed or added. */
interface Ask {
  readonly action: string;
  readonly without: readonly number[];
  readonly instead: readonly (readonly [place: number, value: unknown])[];
  readonly more: Readonly<Record<string, unknown>>;
}
const ask: fc.Arbitrary<Ask> = fc.record({
  action: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...Object.keys(ACTIONS)) },
    { weight: 1, arbitrary: fc.string() },
  ),
  without: fc.array(fc.nat(5), { maxLength: 1 }),
  instead: fc.array(fc.tuple(fc.nat(5), value), { maxLength: 2 }),
  more: fc.dictionary(fc.constantFrom("limit", "cursor", "_id", "type", "x", "user_id"), value, {
    maxKeys: 1,
  }),
});

function payloadOf({ action, without, instead, more }: Ask, world: World): object {
  const scenario = Object.hasOwn(SCENARIOS, action) ? SCENARIOS[action as ActionName](world) : {};
  const names = Object.keys(scenario);
  const entries = Object.entries<unknown>(scenario).filter((_, i) => !without.includes(i));
  const changed = instead.map(([place, other]) => [names[place] ?? `x${place}`, other] as const);
  return { ...Object.fromEntries(entries), ...Object.fromEntries(changed), ...more };
}

const isSmall = (text: string) => Buffer.byteLength(text) < LIMITS.clientFrameBytes;

const inWorlds = async <T>(frame: fc.Arbitrary<T>, send: (world: World, frame: T) => unknown) => {
  const frames = fc.array(frame, { minLength: IN_A_WORLD, maxLength: IN_A_WORLD });
  const property = fc.asyncProperty(frames, async (all) => {
    const world = await makeWorld(backend);
    let closed: unknown;
    for (const { closed: end } of [world.ann, world.bob]) void end.then((code) => (closed = code));
    for (let at = 0; at < all.length; at += AT_ONCE) {
      await Promise.all(all.slice(at, at + AT_ONCE).map((one) => send(world, one)));
    }
    expect((await world.ann.ask("ping")).event).toBe("pong");
    expect(closed).toBeUndefined();
    await leaveWorld(world);
  });
  await fc.assert(property, {
    numRuns: Math.ceil(FRAMES / IN_A_WORLD),
    interruptAfterTimeLimit: 3_600_000,
  });
  await backend.settled();
  await outsider.done("ping");
  expect(outsider.unheard()).toEqual([]);
};

describe("any frame", { timeout: 3_600_000 }, () => {
  it("of an action is answered by its event or a code, whatever its fields hold", async () => {
    const answers: Record<string, number> = {};
    await inWorlds(ask, async (world, one) => {
      const payload = payloadOf(one, world);
      if (!isSmall(JSON.stringify(payload))) return;
      // The payload may have an `action` of its own, which names another action.
      const { event, data }: Frame = await world.ann.ask(one.action, payload);
      if (event === "error") expect(EXPECTED).toContain(data.code);
      const answer = event === "error" ? String(data.code) : "event";
      answers[answer] = (answers[answer] ?? 0) + 1;
    });
    // Enough frames are refused, and enough are accepted.
    expect(answers.event).toBeGreaterThan(FRAMES / 20);
    expect(answers.BAD_REQUEST).toBeGreaterThan(FRAMES / 20);
  });

  it("that is no action at all is answered by an error", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 500 }),
      fc.json({ maxDepth: 3 }),
      fc.string().map((action) => JSON.stringify({ action })),
    );
    await inWorlds(text, async ({ ann }, one) => {
      if (!isSmall(one)) return;
      ann.send(one);
      const { data } = await ann.heard("error");
      expect(EXPECTED).toContain(data.code);
    });
  });
});
