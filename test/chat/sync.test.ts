// The rules of `sync` on a store in memory: the entries that it replays, the rev of its answer, and its permissions.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { SYNC_ENTRIES } from "../../lambdas/chat/frame-budget.ts";
import { LIMITS } from "../../protocol/limits.ts";
import {
  aMessage,
  anAddition,
  anEdit,
  aPin,
  aRemoval,
  aRename,
} from "../store/contract/samples.ts";
import { messages, revsOf, SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
beforeEach(() => {
  world = new SyncWorld();
});

describe("a cursor", () => {
  it("is answered with what comes after it, and the new one", async () => {
    await world.room("tea");
    await world.log("tea", ...messages(5));
    const answer = await world.one("ann", "tea", 2);
    expect(revsOf(answer)).toEqual([3, 4, 5]);
    expect(answer).toMatchObject({ rev: 5, has_more: false, recovered: true });
  });

  it("at the end of the log stays where it is", async () => {
    await world.room("tea");
    await world.log("tea", ...messages(2));
    expect(await world.one("ann", "tea", 2)).toMatchObject({ events: [], rev: 2, recovered: true });
    await world.room("empty");
    expect(await world.one("ann", "empty", 0)).toMatchObject({
      events: [],
      rev: 0,
      recovered: true,
    });
  });

  it("may be ahead of a room whose list lags, but not of its log", async () => {
    await world.room("tea");
    for (const message of messages(2)) await world.store.log.put("tea", message);
    expect(await world.one("ann", "tea", 2)).toMatchObject({ rev: 2, recovered: true });
    const beyond = await world.one("ann", "tea", 3, { marks: true });
    expect(beyond).toMatchObject({ events: [], recovered: false });
  });

  it("may be 1,000 behind and no more", async () => {
    await world.room("tea");
    await world.log("tea", ...messages(LIMITS.eventsToCatchUp + 1));
    expect(await world.one("ann", "tea", 0)).toEqual({
      room_id: "tea",
      events: [],
      rev: 0,
      has_more: false,
      recovered: false,
    });
    const first = await world.one("ann", "tea", 1);
    expect(first).toMatchObject({ has_more: true, recovered: true });
    let { rev = 0, has_more } = first;
    const revs = revsOf(first);
    while (has_more) {
      const page = await world.one("ann", "tea", rev);
      revs.push(...revsOf(page));
      ({ rev = 0, has_more } = page);
    }
    expect(revs).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 2));
  });

  it("given twice counts once, from the earlier place on", async () => {
    await world.room("tea");
    await world.log("tea", ...messages(3));
    const answers = await world.ask(
      "ann",
      { room_id: "tea", after_rev: 2 },
      { room_id: "tea", after_rev: 1 },
    );
    expect(answers.map(revsOf)).toEqual([[2, 3]]);
    const repeated = Array.from({ length: 51 }, (_, i) => `room-${i % 50}`);
    const cursors = repeated.map((room_id) => ({ room_id, after_rev: 0 }));
    expect(await world.ask("ann", ...cursors)).toHaveLength(50);
  });
});

describe("what is unfinished", () => {
  it("is applied for its author before it is replayed", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    const edit = anEdit(1, 2);
    await world.store.messages.propose("tea", 1, "edited", edit.nonce);
    await world.store.log.put("tea", edit);
    const { events } = await world.one("ann", "tea", 0);
    expect(events).toMatchObject([
      { event: "message", data: { message: "edited", rev: 1 } },
      { event: "edited", data: { message: "edited", rev: 2 } },
    ]);
    expect(world.store.roomItems.get("tea")?.room.head.rev).toBe(2);
  });

  it("is applied even if the page ends with it: its event is then behind the cursor", async () => {
    await world.room("tea");
    await world.log("tea", ...messages(SYNC_ENTRIES - 1));
    const before = SYNC_ENTRIES - 1;
    const edit = anEdit(1, SYNC_ENTRIES, { seq: before, lastMessageRev: before });
    await world.store.messages.propose("tea", 1, "edited", edit.nonce);
    await world.store.log.put("tea", edit);
    const { rev, has_more } = await world.one("ann", "tea", 0);
    expect(has_more).toBe(true);
    const answer = await world.one("ann", "tea", rev ?? 0);
    expect(answer).toMatchObject({ rev: SYNC_ENTRIES, has_more: false });
    expect(answer.events?.at(-1)).toMatchObject({ event: "edited", data: { message: "edited" } });
  });

  it("is applied even if it is the caller's own removal", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    await world.store.log.put("tea", aRemoval(2, "bob"));
    const answer = await world.one("bob", "tea", 0);
    expect(answer).toMatchObject({
      events: [{ event: "member_removed", data: { user_id: "bob", rev: 2 } }],
      rev: 2,
      has_more: false,
      recovered: false,
    });
  });
});

describe("an edit", () => {
  it("that never took effect is skipped: nobody got its event", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1), anEdit(1, 2), aPin(1, 3));
    const answer = await world.one("ann", "tea", 0);
    expect(revsOf(answer)).toEqual([1, 3]);
    expect(answer.rev).toBe(3);
  });
});

describe("who is no member", () => {
  it("learns nothing of a room, not even whether it exists", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    expect(await world.ask("eve", { room_id: "tea", after_rev: 0 })).toEqual([
      { room_id: "tea", recovered: false },
    ]);
    expect(await world.ask("eve", { room_id: "nowhere", after_rev: 0 })).toEqual([
      { room_id: "nowhere", recovered: false },
    ]);
  });

  it("any more gets their removal, once, and nothing else", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1), aRemoval(2, "bob"), { ...aMessage(3), seq: 2 });
    const answer = await world.one("bob", "tea", 0);
    expect(answer).toEqual({
      room_id: "tea",
      events: [{ event: "member_removed", data: expect.objectContaining({ rev: 2 }) as object }],
      rev: 2,
      has_more: false,
      recovered: false,
    });
    expect(await world.one("bob", "tea", 2)).toEqual({ room_id: "tea", recovered: false });
  });

  it("any more while the log is read gets nothing later", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1));
    // The removal is between the reads of the membership and of the log.
    const removal = aRemoval(2, "bob");
    const { log } = world.store;
    const reading = vi.spyOn(log, "after").mockImplementationOnce(async (...args) => {
      await world.log("tea", removal, { ...aMessage(3), seq: 2 });
      return await log.after(...args);
    });
    const answer = await world.one("bob", "tea", 0);
    expect(reading).toHaveBeenCalledTimes(2);
    expect(answer.recovered).toBe(false);
    expect(revsOf(answer)).toEqual([2]);
  });
});

describe("who is removed while the texts of edits are read", () => {
  it("gets none that is newer than their removal", async () => {
    await world.room("tea");
    const first = anEdit(1, 2);
    await world.log("tea", aMessage(1));
    await world.store.messages.propose("tea", 1, "known", first.nonce);
    await world.log("tea", first);
    const { log } = world.store;
    vi.spyOn(log, "messages").mockImplementationOnce(async (...args) => {
      const later = anEdit(1, 4);
      await world.log("tea", aRemoval(3, "bob", { seq: 1, lastMessageRev: 1 }));
      await world.store.messages.propose("tea", 1, "secret", later.nonce);
      await world.log("tea", later);
      return await log.messages(...args);
    });
    const answer = await world.one("bob", "tea", 1);
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(answer.recovered).toBe(false);
  });
});

describe("who came later", () => {
  it("gets everything, with the group in place of their own addition", async () => {
    await world.room("tea");
    await world.log("tea", aMessage(1), anAddition(2, ["cid"], { seq: 1, memberCount: 3 }));
    const { events, marks } = await world.one("cid", "tea", 0);
    expect(events?.map(({ event }) => event)).toEqual(["message", "group_cid"]);
    expect(events?.[1]?.data).toMatchObject({ recipients: ["ann", "bob", "cid"], user_id: "ann" });
    expect((await world.one("ann", "tea", 1)).events).toMatchObject([
      { event: "members_added", data: { user_ids: ["cid"], member_count: 3 } },
    ]);
    expect(marks).toContainEqual({ user_id: "cid", seen_seq: 1 });
  });

  it("gets the present group, not that of the moment when the read began", async () => {
    await world.room("tea");
    const { log } = world.store;
    vi.spyOn(log, "after").mockImplementationOnce(async (...args) => {
      const removed = aRemoval(1, "bob", { memberCount: 1 });
      const back = anAddition(3, ["bob"], { memberCount: 2 });
      await world.log("tea", removed, aRename(2, { name: "New" }), back);
      return await log.after(...args);
    });
    const { events } = await world.one("bob", "tea", 0, { marks: true });
    expect(events?.at(-1)).toMatchObject({
      event: "group_bob",
      data: { room_name: "New", member_count: 2, rev: 3 },
    });
  });
});

describe("read marks", () => {
  it("come with a room's last page", async () => {
    await world.room("tea");
    await world.log("tea", ...messages(SYNC_ENTRIES + 1));
    await world.store.rooms.markSeen("tea", "bob", { seq: 7 });
    let answer = await world.one("ann", "tea", 0);
    while (answer.has_more) {
      expect(answer).not.toHaveProperty("marks");
      answer = await world.one("ann", "tea", answer.rev ?? 0);
    }
    expect(answer).toMatchObject({
      has_more: false,
      marks: [
        { user_id: "ann", seen_seq: 0 },
        { user_id: "bob", seen_seq: 7 },
      ],
    });
  });

  it("are left out of rooms of more than 100", async () => {
    const members = Array.from({ length: 101 }, (_, i) => `user-${String(i).padStart(3, "0")}`);
    await world.room("large", members);
    await world.room("small", members.slice(1));
    const rooms = ["large", "small"].map((room_id) => ({ room_id, after_rev: 0 }));
    const [large, small] = await world.sync("user-001", { rooms, marks: true });
    expect(large).toEqual({
      room_id: "large",
      events: [],
      rev: 0,
      has_more: false,
      recovered: true,
    });
    expect(small?.marks).toHaveLength(100);
  });
});
