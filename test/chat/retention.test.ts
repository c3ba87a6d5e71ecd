// Message retention: the content that is read does not depend on the expired items that are deleted already, and no
// message is missing before it expires.

import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { expiryOf } from "../../lambdas/chat/retention.ts";
import { MemoryStore, type Fate } from "../../bench/simulation/memory-store.ts";
import { DAYS, RetentionWorld, ROOM, USERS } from "./retention-world.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { pickFrom } from "../pick.ts";

const SEEDS = Number(process.env.SEEDS ?? 5);
const STEPS = 60;

/** The expired items that are deleted before an action: none, all, or a random part. */
const SWEEPS = ["nothing", "everything", "anything"] as const;
type Sweep = (typeof SWEEPS)[number];

const WRITES = ["log.put", "log.advance", "log.apply", "messages.claim", "rooms.markSeen"];

interface Known {
  readonly id: string;
  readonly rev: number;
  readonly seq: number;
  readonly at: number;
}

/** Runs random actions, some of them days apart. After each, checks and records everything that can be read. */
async function run(seed: number, sweep: Sweep): Promise<string[]> {
  const random = randomFrom(seed);
  const chance = randomFrom(seed + 1e6);
  let failing: { call: string; fate: Fate } | undefined;
  const store = new MemoryStore((call) =>
    Promise.resolve(failing?.call === call ? failing.fate : "done"),
  );
  const world = new RetentionWorld(store, seed);
  await world.open();
  const seen: string[] = [];
  const sent: Known[] = [];
  const pick = pickFrom(random);
  const note = (what: unknown) => seen.push(JSON.stringify(what));

  for (let step = 0; step < STEPS; step++) {
    // Some pauses are longer than the retention period.
    const drawn = random();
    world.pass(drawn < 0.4 ? 0 : drawn < 0.95 ? random() * 3 : random() * 3 * DAYS);
    for (const remove of store.expired(world.time)) {
      if (sweep === "everything" || (sweep === "anything" && chance() < 0.5)) remove();
    }
    const user = pick(USERS);
    const target = pick<Known | undefined>(sent)?.id ?? "none";
    const message = { room_id: ROOM, message_id: target };
    // Chooses the write that fails by its name, so that it is the same in each run, for any number of reads before it.
    const fate = pick<Fate>(["failed before", "failed after"]);
    failing = random() < 0.3 ? { call: pick(WRITES), fate } : undefined;
    const act = random();
    if (act < 0.55) {
      const frame = { room_id: ROOM, message: `text ${step}` };
      const chosen = random() < 0.5 ? { _id: `chosen-${step}` } : {};
      const answer = await world.act("sendMessage", user, { ...frame, ...chosen });
      note(answer);
      if ("data" in answer) {
        const { _id: id, rev, seq, created_at } = answer.data;
        sent.push({ id, rev, seq, at: Date.parse(created_at) });
      }
    } else if (act < 0.65) note(await world.act("editMessage", user, { ...message, message: "x" }));
    else if (act < 0.7) note(await world.act("deleteMessage", user, message));
    else if (act < 0.8) {
      note(await world.act("pinMessage", user, { room_id: ROOM, _id: target, pin_message: true }));
    } else if (act < 0.9) {
      note(
        await world.act("reactMessage", user, { ...message, reaction: "👍", on: random() < 0.7 }),
      );
    } else note(await world.act("messageSeen", user, message));
    failing = undefined;
    note(await check(world, sent, user));
  }
  expect(new Set(sent.map(({ rev }) => rev)).size).toBe(sent.length);
  return seen;
}

/** Reads everything, compares it with the expected content, and returns what it read. */
async function check(world: RetentionWorld, sent: readonly Known[], user: string) {
  // The check assumes that nothing expires meanwhile, and that it is not in the two minutes without appends.
  const now = world.time;
  const kept = sent.filter(({ at }) => expiryOf(at, DAYS) > now);
  const history = await world.history(user);
  const ids = history.map(({ _id }) => _id);
  expect(ids).toEqual(expect.arrayContaining(kept.map(({ id }) => id)));
  // The history may also have messages that were stored although their sender got no answer.
  expect(history.every(({ created_at }) => expiryOf(Date.parse(created_at), DAYS) > now)).toBe(
    true,
  );
  expect(history.map(({ rev }) => rev)).toEqual(
    [...history.map(({ rev }) => rev)].sort((a, b) => a - b),
  );
  expect(await world.historyAfter(user, 0)).toEqual(history);

  const [room] = await world.ask("connectRooms", user, {});
  // The list can lag behind the log, by messages whose sender failed before the room's head advanced.
  const listed = history.filter(({ seq }) => seq <= (room?.seq ?? 0));
  expect(room?.last_message?._id).toBe(listed.at(-1)?._id);
  const unread = listed.filter(({ seq }) => seq > (room?.seen_seq ?? 0));
  expect(room?.unread_count).toBe(unread.length);

  const pins = await world.ask("getPins", user, { room_id: ROOM });
  for (const { _id } of pins) expect(ids).toContain(_id);

  // From every cursor, a client gets all changes, or the answer that it cannot get them.
  const cursors = new Set([0, ...sent.slice(-40).map(({ rev }) => rev), room?.rev ?? 0]);
  const answers = [];
  for (const after_rev of [...cursors].filter((_, index) => (index + sent.length) % 5 === 0)) {
    for (const marks of [true, false]) {
      const frame = { rooms: [{ room_id: ROOM, after_rev }], marks };
      const [answer] = await world.ask("sync", user, frame);
      answers.push(answer);
      if (!answer?.recovered || answer.has_more) continue;
      const told = answer.events?.flatMap((each) =>
        each.event === "message" ? each.data._id : [],
      );
      expect(told).toEqual(history.filter(({ rev }) => rev > after_rev).map(({ _id }) => _id));
    }
  }
  return { history, room, pins, answers };
}

describe("whatever of the expired has been deleted already", () => {
  it.each(Array.from({ length: SEEDS }, (_, index) => [index + 1]))(
    "all that is read is the same, and nothing else is missing (seed %i)",
    async (seed) => {
      const [first, ...others] = await Promise.all(SWEEPS.map((sweep) => run(seed, sweep)));
      for (const other of others) expect(other).toEqual(first);
    },
  );
});

describe("a room whose messages have expired", () => {
  let failing: { call: string; fate: Fate } | undefined;
  let store: MemoryStore;
  let world: RetentionWorld;
  beforeEach(async () => {
    failing = undefined;
    store = new MemoryStore((call) =>
      Promise.resolve(failing?.call === call ? failing.fate : "done"),
    );
    world = new RetentionWorld(store, 1);
    await world.open();
  });

  const send = (message: string, otherwise = {}) =>
    world.act("sendMessage", "ann", { room_id: ROOM, message, ...otherwise });
  const deleteExpired = () => {
    for (const remove of store.expired(world.time)) remove();
  };
  const texts = async () =>
    (await world.history("ann")).map((each) => "message" in each && each.message);

  it("fills no slot a second time, although the end of its log is no longer known", async () => {
    await send("one");
    failing = { call: "log.advance", fate: "failed before" };
    const lost = await send("two");
    failing = undefined;
    expect(lost).toMatchObject({ data: { rev: 2 } });
    world.pass(2 * DAYS);
    deleteExpired();
    const next = await world.ask("sendMessage", "bob", { room_id: ROOM, message: "three" });
    expect(next.rev).toBeGreaterThan(2);
    const [answer] = await world.ask("sync", "ann", { rooms: [{ room_id: ROOM, after_rev: 2 }] });
    expect(answer).toMatchObject({ recovered: false });
    expect(await texts()).toEqual(["three"]);
  });

  it("accepts nothing in the two minutes in which the log's new end is not settled", async () => {
    await send("one");
    const expiresAt = expiryOf(world.time, DAYS);
    const at = async (minutes: number) => {
      world.time = expiresAt + minutes * 60_000;
      return await send("late");
    };
    expect(await at(31)).toEqual({ code: "UNAVAILABLE" });
    expect(await at(29)).toHaveProperty("data.rev", 2);
  });

  it("keeps what was acknowledged at a second try for as long as the rest of its period", async () => {
    await send("one");
    const first = expiryOf(world.time, DAYS);
    world.pass(15);
    failing = { call: "log.advance", fate: "failed before" };
    expect(await send("two", { _id: "two" })).toEqual({ code: "INTERNAL" });
    failing = undefined;
    expect(await send("two", { _id: "two" })).toMatchObject({ data: { rev: 2 } });
    world.time = first + 2 * 60 * 60_000;
    deleteExpired();
    expect(await texts()).toEqual(["two"]);
  });

  it("counts no pins of messages that have expired", async () => {
    for (let n = 0; n < LIMITS.pinsPerRoom; n++) {
      await send("pinned", { _id: `pinned-${n}` });
      await world.ask("pinMessage", "ann", {
        room_id: ROOM,
        _id: `pinned-${n}`,
        pin_message: true,
      });
    }
    world.pass(2 * DAYS);
    await send("one more", { _id: "new" });
    const pin = { room_id: ROOM, _id: "new", pin_message: true };
    expect(await world.act("pinMessage", "ann", pin)).toHaveProperty("data");
    expect(await world.ask("getPins", "ann", { room_id: ROOM })).toHaveLength(1);
  });

  it("answers an addition of a present member, although the entry of their addition has expired", async () => {
    await world.ask("addMembers", "ann", { room_id: ROOM, user_ids: ["dan"] });
    world.pass(2 * DAYS);
    deleteExpired();
    const again = await world.ask("addMembers", "ann", { room_id: ROOM, user_ids: ["dan"] });
    expect(again).toMatchObject({ user_ids: ["dan"] });
  });
});
