// Reading a room while it changes: a page is correct up to its `rev`, even if the room changes between two requests.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { ACTIONS, type PayloadInput } from "../../protocol/actions.ts";
import { connectRooms } from "../../lambdas/chat/connect-rooms.ts";
import { getMembers } from "../../lambdas/chat/get-members.ts";
import { getMessages } from "../../lambdas/chat/get-messages.ts";
import { aMessage, anAddition, anEdit, aPin, aRemoval } from "../store/contract/samples.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
beforeEach(() => {
  world = new SyncWorld();
});

const requestOf = (userId: string) =>
  simulatedRequest({ store: world.store, random: () => 0, now: () => 1 }, userId, "c");

async function page(otherwise: Partial<PayloadInput<"getMessages">>) {
  const payload = ACTIONS.getMessages.payload.parse({ room_id: "tea", ...otherwise });
  const { messages, ...data } = (await getMessages(payload, requestOf("ann"))).data;
  return { ...data, texts: messages.map((one) => ("message" in one ? one.message : undefined)) };
}

/** Proposes the text "new" for the first message, and puts its entry at `rev`. Applies it only if `isApplied`. */
async function edit(rev: number, { isApplied = true, seq = 1, last = 1 } = {}): Promise<void> {
  const entry = anEdit(1, rev, { seq, lastMessageRev: last });
  await world.store.messages.propose("tea", 1, "new", entry.nonce);
  if (isApplied) await world.log("tea", entry);
  else await world.store.log.put("tea", entry);
}

describe("a page of history", () => {
  it("finishes the last entry of the log before it says that it is complete up to there", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    await edit(2, { isApplied: false });
    expect(await page({})).toMatchObject({ texts: ["new"], rev: 2 });
  });

  it("does so even if a page forwards ends with that entry", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    await edit(2, { isApplied: false });
    const { texts, rev } = await page({ after_rev: 0, limit: 2 });
    // The page is complete up to the head that it read. The next page repeats the entry beyond, although it was read.
    expect({ texts, rev }).toEqual({ texts: ["new"], rev: 1 });
  });

  it("is complete only up to its oldest text, going forward", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1), aPin(1, 2), aPin(1, 3, { pinned: false }));
    const { log } = world.store;
    vi.spyOn(log, "after").mockImplementationOnce(async (...args) => {
      const found = await log.after(...args);
      await edit(4);
      return found;
    });
    // One message in three entries is less than half of the limit: the reader continues, and finds the edit.
    const { texts, rev } = await page({ after_rev: 0, limit: 3 });
    expect({ texts, rev }).toEqual({ texts: ["no. 1"], rev: 3 });
  });

  it("has the other events on request, back to the beginning, and none otherwise", async () => {
    await world.room("tea");
    const entries = [
      anAddition(1, ["dan"]),
      aMessage(2, { seq: 1, lastMessageRev: 2 }),
      aPin(2, 3, { seq: 1, lastMessageRev: 2 }),
      aPin(2, 4, { seq: 1, lastMessageRev: 2, pinned: false }),
      aRemoval(5, "dan", { seq: 1, lastMessageRev: 2 }),
      aMessage(6, { seq: 2, lastMessageRev: 6 }),
    ];
    await world.log("tea", ...entries);
    const names = ({ events }: Awaited<ReturnType<typeof page>>) =>
      events?.map(({ event, data }) => [event, data.rev]);
    const newest = await page({ events: true, limit: 2 });
    expect(names(newest)).toEqual([["member_removed", 5]]);
    expect(newest).toMatchObject({ texts: ["no. 6"], next_before_rev: 5 });
    const before = await page({ events: true, limit: 2, before_rev: 5 });
    expect(names(before)).toEqual([
      ["members_added", 1],
      ["pin_message", 3],
    ]);
    expect(before).toMatchObject({ texts: ["no. 2"], has_more: false });
    // Entries before the first message have a page of their own.
    const first = await page({ events: true, limit: 1, before_rev: 3 });
    expect(first).toMatchObject({ texts: ["no. 2"], events: [], next_before_rev: 2 });
    expect(names(await page({ events: true, before_rev: 2 }))).toEqual([["members_added", 1]]);
    expect(await page({ limit: 5 })).not.toHaveProperty("events");
    expect(await page({ limit: 5 })).toMatchObject({ has_more: false });
  });

  it("claims nothing beyond the end of the log", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    expect(await page({ after_rev: 1_000 })).toMatchObject({ texts: [], has_more: false, rev: 1 });
  });
});

describe("a page of members", () => {
  it("is FORBIDDEN for a user who is removed while it is read", async () => {
    await world.room("tea");
    const { rooms } = world.store;
    vi.spyOn(rooms, "membersAfter").mockImplementationOnce(async (...args) => {
      await world.log("tea", aRemoval(1, "bob"), anAddition(2, ["newcomer"]));
      return await rooms.membersAfter(...args);
    });
    const payload = ACTIONS.getMembers.payload.parse({ room_id: "tea" });
    await expect(getMembers(payload, requestOf("bob"))).rejects.toThrow("You are not a member");
  });
});

describe("the list of rooms", () => {
  const listed = async () =>
    (await connectRooms(ACTIONS.connectRooms.payload.parse({}), requestOf("bob"))).data;
  const texts = async () =>
    (await listed()).map(({ last_message: last }) => (last?.deleted ? undefined : last?.message));

  beforeEach(async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
  });

  const removal = () => world.log("tea", aRemoval(2, "bob", { seq: 1, lastMessageRev: 1 }));

  it("shows nothing newer than a removal, neither of the room nor of its last message", async () => {
    expect(await texts()).toEqual(["no. 1"]);
    const { roomList } = world.store;

    // The removal is between the reads of the rooms and of the memberships.
    vi.spyOn(roomList, "ofUser").mockImplementationOnce(async (userId) => {
      const rooms = await roomList.ofUser(userId);
      await removal();
      return rooms;
    });
    expect(await listed()).toEqual([]);
  });

  it("shows a removed user no edit made between the reads of memberships and messages", async () => {
    let calls = 0;
    world = new SyncWorld(async (call) => {
      if (call !== "roomList.details" || ++calls !== 2) return;
      calls = 9;
      await removal();
      await edit(3);
    });
    await world.room("tea");
    await world.log("tea", aMessage(1));
    expect(await listed()).toEqual([]);
    expect(calls).toBe(9);
  });

  it("shows a member an edit made between the reads", async () => {
    let calls = 0;
    world = new SyncWorld(async (call) => {
      if (call === "roomList.details" && ++calls === 2) await edit(2);
    });
    await world.room("tea");
    await world.log("tea", aMessage(1));
    expect(await texts()).toEqual(["new"]);
  });
});
