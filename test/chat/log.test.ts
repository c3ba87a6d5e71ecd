// The invariants of a room's log under concurrency, crashes and repeats, in many seeded runs.

import { describe, expect, it } from "vitest";
import type { ActionName, Payload } from "../../protocol/actions.ts";
import { ACTIONS } from "../../protocol/actions.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { deleteMessage } from "../../lambdas/chat/delete-message.ts";
import { editMessage } from "../../lambdas/chat/edit-message.ts";
import type { Entry } from "../../lambdas/chat/model.ts";
import { pinMessage } from "../../lambdas/chat/pin-message.ts";
import type { Outcome, Request, UseCase } from "../../lambdas/chat/request.ts";
import { sendMessage } from "../../lambdas/chat/send-message.ts";
import { InjectedError, MemoryStore, type Fate } from "../../bench/simulation/memory-store.ts";
import { randomFrom, scheduler } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { pickFrom } from "../pick.ts";

const SEEDS = Number(process.env.SEEDS ?? 300);
const ROOM = "room";
const USERS = ["ann", "bob", "cid"];

type Result = {
  name: ActionName;
  frame: Record<string, unknown>;
  outcome?: Outcome;
  error?: unknown;
};

function world(seed: number, fateOf: (random: () => number) => Fate) {
  const random = randomFrom(seed);
  const schedule = scheduler(random, () => fateOf(random));
  let calm = true;
  const store = new MemoryStore((call) => (calm ? Promise.resolve("done") : schedule.turn(call)));
  store.tells = () => random() < 0.5;
  let time = 0;
  // Some calls advance the clock further, so that the room is not always busy.
  const now = () => (time += random() < 0.2 ? 100 : 1);
  const request = (userId: string): Request =>
    simulatedRequest({ store, random, now }, userId, `c-${userId}`);

  const act = async <Name extends ActionName>(
    useCase: UseCase<Name>,
    name: Name,
    userId: string,
    frame: Record<string, unknown>,
  ): Promise<Result> => {
    try {
      const payload = ACTIONS[name].payload.parse({ room_id: ROOM, ...frame }) as Payload<Name>;
      const outcome = (await useCase(payload, request(userId))) as Outcome;
      for (const write of outcome.alongside ?? []) await write();
      return { name, frame, outcome };
    } catch (error) {
      if (error instanceof ChatError || error instanceof InjectedError)
        return { name, frame, error };
      throw error;
    }
  };

  return {
    store,
    random,
    send: (user: string, frame: object) => act(sendMessage, "sendMessage", user, { ...frame }),
    edit: (user: string, frame: object) => act(editMessage, "editMessage", user, { ...frame }),
    erase: (user: string, frame: object) => act(deleteMessage, "deleteMessage", user, { ...frame }),
    pin: (user: string, frame: object) => act(pinMessage, "pinMessage", user, { ...frame }),
    async open() {
      const room = {
        id: ROOM,
        type: "group-chat" as const,
        name: "Room",
        image: "",
        creator: "ann",
        owner: "ann",
        memberCount: USERS.length,
        createdAt: 0,
        head: { rev: 0, seq: 0, lastMessageRev: 0, activeAt: 0 },
      };
      await store.rooms.begin(room, "");
      const members = USERS.map((userId) => ({
        userId,
        joinedAt: 0,
        joinedRev: 0,
        seenSeq: 0,
      }));
      await store.rooms.enlist(ROOM, members);
      await store.rooms.ready(ROOM);
    },
    async together(start: () => Promise<Result>[]): Promise<Result[]> {
      calm = false;
      const tasks = start();
      await schedule.run(tasks);
      calm = true;
      return Promise.all(tasks);
    },
  };
}

type World = ReturnType<typeof world>;

const someFate = (random: () => number): Fate => {
  const dice = random();
  if (dice < 0.05) return "failed before";
  if (dice < 0.1) return "failed after";
  return dice < 0.2 ? "done twice" : "done";
};

/** Runs sends with and without ids, repeats, edits, deletes and pins in one room, all concurrently. */
async function busy(seed: number): Promise<{ world: World; results: Result[] }> {
  const it = world(seed, someFate);
  await it.open();
  const { random } = it;
  const pick = pickFrom(random);
  await it.send("ann", { message: "first", _id: "m0" });
  await it.send("bob", { message: "second", _id: "m1" });
  const owner: Record<string, string> = { m0: "ann", m1: "bob" };
  const results: Result[] = [];
  for (let round = 0; round < 3; round++) {
    // Some rounds only pin one message, so that late attempts to apply an entry overlap.
    const onlyPins = random() < 0.3;
    const acts = Array.from({ length: 6 }, () => {
      const id = onlyPins ? "m0" : pick(["m0", "m1"]);
      const user = pick(USERS);
      const pin = () => it.pin(user, { _id: id, pin_message: random() < 0.5 });
      if (onlyPins) return pin;
      return pick([
        pin,
        () => it.send(user, { message: `free ${random()}` }),
        () => it.send(user, { message: "chosen", _id: `${user}-${round}` }),
        () => it.edit(owner[id] ?? "", { message_id: id, message: `edited ${random()}` }),
        ...(round === 2 ? [() => it.erase(owner[id] ?? "", { message_id: id })] : []),
      ]);
    });
    results.push(...(await it.together(() => acts.map((start) => start()))));
  }
  // The next sender completes unfinished entries.
  await it.send("cid", { message: "last" });
  return { world: it, results };
}

const isMessage = (entry: Entry) => entry.kind === "message";

function pinsByReplay(log: Entry[]): Set<number> {
  const pinned = new Set<number>();
  for (const entry of log) {
    if (entry.kind === "pin" && entry.pinned) pinned.add(entry.target);
    else if (entry.kind === "pin" || entry.kind === "delete") pinned.delete(entry.target);
  }
  return pinned;
}

async function eachSeed(check: (run: { world: World; results: Result[] }) => void) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const run = await busy(seed);
    try {
      check(run);
    } catch (error) {
      throw new Error(`with seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
}

const done = (results: Result[], name: ActionName) =>
  results.flatMap((result) =>
    result.name === name && result.outcome
      ? [{ ...result, data: result.outcome.data as Record<string, unknown> }]
      : [],
  );

describe("the room's log, with everybody at once and calls that fail or repeat", () => {
  it("has no holes, in rev or in seq, and every entry carries how far the messages go", async () => {
    await eachSeed(({ world: { store } }) => {
      const log = store.logOf(ROOM);
      expect(log.map((entry) => entry.rev)).toEqual(log.map((_, index) => index + 1));
      let seq = 0;
      let lastMessageRev = 0;
      for (const entry of log) {
        if (isMessage(entry)) [seq, lastMessageRev] = [seq + 1, entry.rev];
        expect([entry.seq, entry.lastMessageRev]).toEqual([seq, lastMessageRev]);
      }
    });
  });

  it("stores what was acknowledged exactly once, at the `rev` of the acknowledgement", async () => {
    await eachSeed(({ world: { store }, results }) => {
      const log = store.logOf(ROOM);
      const told = done(results, "sendMessage").map(({ data }) => data);
      for (const data of told) {
        const entry = log[(data.rev as number) - 1];
        expect(entry).toMatchObject({ kind: "message", seq: data.seq, by: data.sender_id });
      }
      const ids = log.flatMap((entry) => (entry.kind === "message" && entry.chosenId) || []);
      expect(new Set(ids).size).toBe(ids.length);
      const texts = log.flatMap((entry) =>
        entry.kind === "message" && entry.content && !entry.chosenId ? entry.content.message : [],
      );
      expect(new Set(texts).size).toBe(texts.length);
    });
  });

  it("is applied up to its end, once somebody has appended behind unfinished entries", async () => {
    await eachSeed(({ world: { store } }) => {
      const last = store.logOf(ROOM).at(-1);
      expect(store.roomItems.get(ROOM)?.room.head).toEqual({
        rev: last?.rev,
        seq: last?.seq,
        lastMessageRev: last?.lastMessageRev,
        activeAt: last?.activeAt,
      });
    });
  });

  it("pins and unpins as a replay of it does, however late an author applies", async () => {
    await eachSeed(({ world: { store } }) => {
      const pinned = [...store.pinItems.values()].filter((pin) => pin.pinned);
      expect(new Set(pinned.map((pin) => pin.messageRev))).toEqual(pinsByReplay(store.logOf(ROOM)));
    });
  });

  it("loses no acknowledged edit: the text is that edit's, or a later one's", async () => {
    await eachSeed(({ world: { store }, results }) => {
      for (const { data } of done(results, "editMessage")) {
        const message = store
          .logOf(ROOM)
          .find((entry) => entry.kind === "message" && entry.chosenId === data.message_id);
        if (message?.kind !== "message" || !message.content) continue;
        const { edited } = message as typeof message & { edited?: { rev: number } };
        expect(edited?.rev).toBeGreaterThanOrEqual(data.rev as number);
        if (edited?.rev === data.rev) expect(message.content.message).toBe(data.message);
      }
    });
  });

  it("keeps no text of a deleted message, and lets nothing happen to it after", async () => {
    await eachSeed(({ world: { store } }) => {
      const log = store.logOf(ROOM);
      for (const deletion of log.filter((entry) => entry.kind === "delete")) {
        const target = log[deletion.target - 1] as Entry & { content?: unknown };
        expect(target.content).toBeUndefined();
        expect(store.pending.has(`${ROOM} ${deletion.target}`)).toBe(false);
        const after = log.filter(
          (entry: Entry) =>
            "target" in entry && entry.target === deletion.target && entry.rev > deletion.rev,
        );
        expect(after).toEqual([]);
      }
    });
  });
});
