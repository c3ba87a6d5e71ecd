// Reactions: the users per reaction, the limit of a message's reactions, and correct counts after failures.

import { beforeEach, describe, expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { jsonBytes } from "../../protocol/text.ts";
import { deleteMessage } from "../../lambdas/chat/delete-message.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { getMessages } from "../../lambdas/chat/get-messages.ts";
import { messageId } from "../../lambdas/chat/find-message.ts";
import { reactMessage } from "../../lambdas/chat/react-message.ts";
import { InjectedError, MemoryStore, type Fate } from "../../bench/simulation/memory-store.ts";
import { randomFrom, scheduler } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { aMember, aMessage, aRoom } from "../store/contract/samples.ts";

const ROOM = "room";
const message = aMessage(1, { by: "ann", nonce: "0123456789ab" });
const message_id = messageId(message);
const EMOJI = "😀 😁 😂 😃 😄 😅 😆 😇 😈 😉 😊 😋 😌 😍 😎 😏 😐 😑 😒 😓 😔".split(" ");

async function roomOf(store: MemoryStore, members: readonly string[]): Promise<void> {
  const large = members.length > 100 && { large: true as const };
  await store.rooms.begin(aRoom({ id: ROOM, memberCount: members.length, ...large }), "");
  await store.rooms.enlist(
    ROOM,
    members.map((userId) => aMember(userId)),
  );
  await store.rooms.ready(ROOM);
  await store.log.put(ROOM, message);
  await store.log.advance(ROOM, message);
}

let store: MemoryStore;
let time = 0;
const request = (userId: string, of = store, random = Math.random) =>
  simulatedRequest({ store: of, random, now: () => ++time }, userId, `c-${userId}`);

async function react(userId: string, reaction: string, on = true, of = request(userId)) {
  const payload = { room_id: ROOM, message_id, reaction, on };
  const outcome = await reactMessage(ACTIONS.reactMessage.payload.parse(payload), of);
  for (const write of outcome.alongside ?? []) await write();
  return outcome.data;
}

const history = async (userId = "ann") => {
  const payload = ACTIONS.getMessages.payload.parse({ room_id: ROOM });
  const [first] = (await getMessages(payload, request(userId))).data.messages;
  return first && "reactions" in first ? first.reactions : undefined;
};

const refused = (code: string) => expect.objectContaining({ code }) as unknown;

describe("reactMessage", () => {
  beforeEach(async () => {
    store = new MemoryStore();
    await roomOf(store, ["ann", "bob", "cid"]);
  });

  it("sends the user and the count, and history has the reactions in their order", async () => {
    expect(await history()).toBeUndefined();
    await react("bob", "🎉");
    await react("ann", "👍");
    expect(await react("ann", "🎉")).toMatchObject({
      message_id,
      reaction: "🎉",
      on: true,
      count: 2,
      user_id: "ann",
      rev: 4,
    });
    expect(await history()).toEqual([
      { reaction: "🎉", count: 2, user_ids: ["bob", "ann"] },
      { reaction: "👍", count: 1, user_ids: ["ann"] },
    ]);
    expect(await react("bob", "🎉", false)).toMatchObject({ on: false, count: 1 });
    await react("ann", "👍", false);
    expect(await history()).toEqual([{ reaction: "🎉", count: 1, user_ids: ["ann"] }]);
  });

  it("that is repeated gets the first result, and changes nothing", async () => {
    const first = await react("bob", "🎉");
    await react("cid", "🎉");
    expect(await react("bob", "🎉")).toEqual({ ...first, count: 2 });
    const off = await react("bob", "🎉", false);
    expect(await react("bob", "🎉", false)).toEqual(off);
    expect(store.logOf(ROOM)).toHaveLength(4);
  });

  it("takes off the caller's own reaction only", async () => {
    await react("bob", "🎉");
    expect(await react("ann", "🎉", false)).toMatchObject({ count: 1 });
    expect(await history()).toEqual([{ reaction: "🎉", count: 1, user_ids: ["bob"] }]);
  });

  it("is for members, of messages that are there and not deleted", async () => {
    await expect(react("eve", "🎉")).rejects.toEqual(refused("FORBIDDEN"));
    await react("bob", "🎉");
    const deletion = ACTIONS.deleteMessage.payload.parse({ room_id: ROOM, message_id });
    const outcome = await deleteMessage(deletion, request("ann"));
    for (const write of outcome.alongside ?? []) await write();
    await expect(react("bob", "👍")).rejects.toEqual(refused("NOT_FOUND"));
    expect(await history()).toBeUndefined();
  });

  it("may give a message twenty kinds of emoji, each by any number of users", async () => {
    const [one = "", ...others] = EMOJI;
    const last = others.pop() ?? "";
    for (const emoji of [one, ...others]) await react("bob", emoji);
    await expect(react("cid", last)).rejects.toEqual(refused("TOO_LARGE"));
    await react("cid", one);
    await react("bob", one, false);
    await expect(react("cid", last)).rejects.toEqual(refused("TOO_LARGE"));
    await react("cid", one, false);
    expect(await react("cid", last)).toMatchObject({ count: 1 });
  });
});

describe("a message to which very many react", () => {
  const people = Array.from({ length: 400 }, (_, n) => `user-${n}`.padEnd(60, "-"));

  it("counts them all, says who the first are, and stays small", async () => {
    store = new MemoryStore();
    await roomOf(store, people);
    for (const person of people) await react(person, "🎉");
    const [all] = (await history(people[0])) ?? [];
    expect(all?.count).toBe(people.length);
    expect(all?.user_ids).toEqual(people.slice(0, all?.user_ids.length));
    expect(all?.user_ids.length).toBeGreaterThan(10);
    expect(jsonBytes(all?.user_ids)).toBeLessThanOrEqual(LIMITS.reactionUsersBytes);
    // A user who is not listed has still reacted, once, and can remove the reaction.
    const last = people.at(-1) ?? "";
    expect(await react(last, "🎉")).toMatchObject({ count: people.length });
    expect(await react(last, "🎉", false)).toMatchObject({ count: people.length - 1 });
    expect(await react(last, "🎉", false)).toMatchObject({ count: people.length - 1 });
    // The next user who reacts takes the place of a listed user who removed their reaction.
    await react(people[0] ?? "", "🎉", false);
    await react(last, "🎉");
    const [now] = (await history(last)) ?? [];
    expect(now?.user_ids.at(-1)).toBe(last);
    expect(now?.count).toBe(people.length - 1);
  });
});

const someFate = (random: () => number): Fate => {
  const dice = random();
  if (dice < 0.1) return "failed before";
  if (dice < 0.2) return "failed after";
  return dice < 0.3 ? "done twice" : "done";
};

it("a count is the number of users who have reacted, whatever fails and however many react at once", async () => {
  const seeds = Number(process.env.SEEDS ?? 200);
  let counted = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = randomFrom(seed);
    const schedule = scheduler(random, () => someFate(random));
    let isCalm = true;
    store = new MemoryStore((call) => (isCalm ? Promise.resolve("done") : schedule.turn(call)));
    const people = ["ann", "bob", "cid"];
    await roomOf(store, people);
    const attempt = async () => {
      const person = people[Math.floor(random() * 3)] ?? "";
      const emoji = random() < 0.5 ? "👍" : "🎉";
      try {
        await react(person, emoji, random() < 0.6, request(person, store, random));
      } catch (error) {
        if (!(error instanceof ChatError || error instanceof InjectedError)) throw error;
      }
    };
    for (let round = 0; round < 3; round++) {
      isCalm = false;
      await schedule.run(Array.from({ length: 5 }, attempt));
      isCalm = true;
    }
    // Reading the end of the log completes its unfinished entries.
    const shown = (await history()) ?? [];
    const marks = [...store.reactionItems].flatMap(([key, { on }]) => (on ? [key] : []));
    const listed = shown.flatMap(({ reaction, user_ids }) =>
      user_ids.map((user) => `${ROOM} 1 ${reaction} ${user}`),
    );
    expect(listed.sort(), `seed ${seed}`).toEqual(marks.sort());
    for (const { count, user_ids } of shown) expect(count, `seed ${seed}`).toBe(user_ids.length);
    counted += listed.length;
  }
  expect(counted).toBeGreaterThan(seeds / 2);
});
