// Users in the store: who is typing, who is online, members and their names.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as sample from "./samples.ts";
import { listed, listing, message, opened, pair, settle } from "./samples.ts";

describe("who is typing", () => {
  const typing = (user_id: string) => ({ room_id: "tea", user_id, message: "", first_name: "B" });

  it("lists users in the order in which they began, until they stop or are removed", async () => {
    const { chat, store } = await listing([listed()]);
    chat.tell("typing", typing("bob"));
    chat.tell("typing", typing("cid"));
    const before = store.typing("tea").get();
    chat.tell("typing", typing("bob"));
    expect(store.typing("tea").get()).toBe(before);
    expect(before).toEqual(["bob", "cid"]);
    chat.tell("member_removed", sample.removed("bob", 1));
    chat.tell("typing", typing("bob"));
    expect(store.typing("tea").get()).toEqual(["cid"]);
    chat.tell("typing_stopped", { room_id: "tea", user_id: "bob" });
    chat.tell("typing_stopped", { room_id: "tea", user_id: "cid" });
    expect(store.typing("tea").get()).toEqual([]);
  });

  it("shows that they are online", async () => {
    const { chat, store } = await opened({ members: [sample.member("bob", { online: false })] });
    chat.tell("typing", typing("bob"));
    expect(store.members("tea").get()).toMatchObject([{ user_id: "bob", online: true }]);
  });

  it("is sent for the user in existing rooms only", async () => {
    const { chat, store } = await listing([listed()]);
    store.sendTyping("tea");
    store.sendTyping({ user_id: "bob" });
    expect(chat.all("typing")).toEqual([{ room_id: "tea" }]);
  });
});

describe("who is online", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const watched = async (room: Parameters<typeof listed>[0] = {}) => {
    const { chat, store } = await listing([listed(room)]);
    const asked = () => chat.all("getMembers").length;
    const pass = async (ms: number) => {
      vi.advanceTimersByTime(ms);
      await settle();
    };
    return { chat, store, asked, pass, stop: store.watchPresence("tea", 10_000) };
  };
  const members = (online: boolean) => ({
    room_id: "tea",
    members: [{ user_id: "bob", role: "member", seen_seq: 0, joined_at: sample.at(1), online }],
  });

  it("is requested repeatedly while it is watched, one request after another", async () => {
    const { chat, store, asked, pass, stop } = await watched();
    await pass(9_999);
    expect(asked()).toBe(0);
    await pass(1);
    await pass(60_000);
    expect(asked()).toBe(1);
    await chat.answer("getMembers", members(true));
    expect(store.members("tea").get()).toMatchObject([{ online: true }]);
    await pass(10_000);
    await chat.refuse("getMembers", "UNAVAILABLE");
    await pass(10_000);
    await chat.answer("getMembers", members(false));
    expect(store.members("tea").get()).toMatchObject([{ online: false }]);
    await pass(10_000);
    expect(asked()).toBe(4);
    stop();
    await chat.answer("getMembers", members(true));
    await pass(60_000);
    expect(asked()).toBe(4);
  });

  it("is not requested while the chat is offline, the page hidden, or the room over 100 members", async () => {
    const { chat, asked, pass } = await watched();
    chat.go("offline");
    await pass(10_000);
    chat.go("online");
    vi.stubGlobal("document", { visibilityState: "hidden" });
    await pass(10_000);
    expect(asked()).toBe(0);
    vi.unstubAllGlobals();
    await pass(10_000);
    expect(asked()).toBe(1);
    const large = await watched({ member_count: 101 });
    await large.pass(60_000);
    expect(large.asked()).toBe(0);
  });

  it("is not requested for a destroyed store, nor more than once a second", async () => {
    const { store, asked, pass } = await watched();
    expect(() => store.watchPresence("tea", 999)).toThrow(RangeError);
    expect(() => store.watchPresence("tea", Number.NaN)).toThrow(RangeError);
    store.destroy();
    await pass(60_000);
    expect(asked()).toBe(0);
  });
});

describe("names", () => {
  it("are the newest that users gave, by whichever event or answer they came", async () => {
    const { chat, store } = await listing([
      pair({ last_message: sample.last(9, { first_name: "Bob" }) }),
    ]);
    const name = () => store.names.get().get("bob");
    expect(name()).toBe("Bob");
    store.open("p2p.1");
    const older = message(3, { room_id: "p2p.1", first_name: "Robert" });
    await chat.answer("getMessages", sample.page([older]));
    expect(name()).toBe("Bob");
    chat.tell("message", message(10, { room_id: "p2p.1", first_name: "Bobby" }));
    expect(name()).toBe("Bobby");
    store.suggestName("bob", "Somebody");
    store.suggestName("dan", "Dan");
    expect([name(), store.names.get().get("dan")]).toEqual(["Bobby", "Dan"]);
  });

  it("are not set back by old pages, even if a name was taken back", async () => {
    const { chat, store } = await opened({ messages: [message(9)], before: 9 });
    const name = () => store.names.get().get("bob");
    // A user who was renamed, or has no name any more, may have written nothing since.
    for (const first_name of ["Robert", undefined]) {
      chat.tell("user", { _id: "bob", ...(first_name && { first_name }) });
      const loading = store.loadOlder("tea");
      const seq = first_name ? 8 : 7;
      const older = message(seq, { first_name: "Bob", created_at: sample.at(99) });
      await chat.answer("getMessages", sample.page([older], { before: seq }));
      await loading;
      expect(name()).toBe(first_name);
    }
    store.suggestName("bob", "Somebody");
    chat.tell("user", { _id: "bob" });
    expect(name()).toBe("Somebody");
    chat.tell("message", message(10, { first_name: "Bobby" }));
    expect(name()).toBe("Bobby");
  });

  it("of users may be names of JavaScript's own properties", async () => {
    const { chat, store } = await opened({ messages: [] });
    chat.tell("message", message(1, { sender_id: "__proto__", first_name: "Proto" }));
    expect(store.names.get().get("__proto__")).toBe("Proto");
    expect(store.names.get().get("constructor")).toBeUndefined();
    chat.tell("seen", sample.seen("constructor", 1));
    expect(store.unread.get()).toBe(1);
  });
});

describe("pins", () => {
  it("are the newest first, and are loaded again if a pinned message is not known", async () => {
    const { chat, store } = await opened({ messages: [message(1), message(2)] });
    chat.tell("pin_message", sample.pinned(1, 3));
    chat.tell("pin_message", sample.pinned(2, 4));
    chat.tell("pin_message", sample.pinned(2, 4));
    const ids = () =>
      store
        .pins("tea")
        .get()
        ?.map(({ _id }) => _id);
    expect(ids()).toEqual(["m2", "m1"]);
    expect(chat.requests).toEqual([]);
    chat.tell("pin_message", sample.pinned(0, 5));
    await chat.answer("getPins", { pins: [sample.pin(0, 5), sample.pin(2, 4)] });
    expect(ids()).toEqual(["m0", "m2"]);
    chat.tell("pin_message", sample.pinned(2, 6, false));
    expect(ids()).toEqual(["m0"]);
  });
});
