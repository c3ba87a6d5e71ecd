// The store's counts of unread messages, and read marks.

import { describe, expect, it } from "vitest";
import { createChatStore, isReadByAll, readersOf } from "../../../client/store/index.ts";
import { fakeChat } from "./fake-chat.ts";
import * as sample from "./samples.ts";
import { answerLoads, listed, listing, message, opened, page, pair, settle } from "./samples.ts";

describe("the count of unread messages", () => {
  it("is the number of others' messages since the user last read or wrote", async () => {
    const { chat, store } = await listing([
      listed({ seq: 3, rev: 3, seen_seq: 2 }),
      listed({ _id: "cake", seq: 5, rev: 5, seen_seq: 4 }),
    ]);
    const count = () => store.room("tea").get()?.unread_count;
    chat.tell("message", message(4));
    expect([count(), store.unread.get()]).toEqual([2, 3]);
    chat.tell("seen", sample.seen("ann", 3));
    chat.tell("seen", sample.seen("ann", 1));
    chat.tell("seen", sample.seen("bob", 4));
    expect([count(), store.unread.get()]).toEqual([1, 2]);
    chat.tell("message", message(5, { sender_id: "ann" }));
    expect([count(), store.unread.get()]).toEqual([0, 1]);
    // An older page or list does not move it back.
    chat.tell("room", listed({ seq: 3, rev: 3, seen_seq: 2, unread_count: 1 }));
    expect([count(), store.unread.get()]).toEqual([0, 1]);
  });

  it("becomes zero at once when the user reads, which is sent once, and comes back if that is refused", async () => {
    const { chat, store } = await opened({ messages: [1, 2, 3].map((seq) => message(seq)) });
    const count = () => store.room("tea").get()?.unread_count;
    store.markRead("tea", 2);
    expect(count()).toBe(1);
    store.markRead("tea", 1);
    store.markRead("tea");
    store.markRead("tea");
    expect(count()).toBe(0);
    expect(chat.all("messageSeen")).toEqual([{ room_id: "tea", seq: 2 }]);
    await chat.answer("messageSeen", { ...sample.seen("ann", 2), seen_at: "" });
    expect(chat.all("messageSeen").slice(1)).toEqual([{ room_id: "tea", seq: 3 }]);
    await chat.refuse("messageSeen", "FORBIDDEN");
    expect(count()).toBe(1);
  });

  it("moves forward only, to an existing message, whether loaded or not", async () => {
    const { chat, store } = await listing([listed({ seq: 9, rev: 9, seen_seq: 4 })]);
    const count = () => store.room("tea").get()?.unread_count;
    for (const seq of [4, 1, 0, -1, Number.NaN]) store.markRead("tea", seq);
    expect([count(), chat.all("messageSeen")]).toEqual([5, []]);
    store.markRead("tea", 6.5);
    expect([count(), chat.all("messageSeen")]).toEqual([3, [{ room_id: "tea", seq: 6 }]]);
    await chat.answer("messageSeen", { ...sample.seen("ann", 6), seen_at: "" });
    store.markRead("tea", 1e9);
    expect(chat.all("messageSeen").at(-1)).toEqual({ room_id: "tea", seq: 9 });
  });

  it("counts nothing of a room that is gone, whatever answers still come", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    store.markRead("tea");
    chat.tell("member_removed", sample.removed("ann", 2));
    await chat.refuse("messageSeen", "FORBIDDEN");
    expect(store.unread.get()).toBe(0);
  });

  it("is sent as read later if the chat was closed when the user read", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    chat.go("closed");
    await settle();
    store.markRead("tea");
    await settle();
    expect(store.unread.get()).toBe(0);
    chat.go("connecting");
    chat.go("online");
    await chat.answer("messageSeen", { ...sample.seen("ann", 1), seen_at: "" });
    expect(store.unread.get()).toBe(0);
    expect(chat.all("messageSeen").at(-1)).toEqual({ room_id: "tea", seq: 1 });
  });

  it("leaves a mark where it began, while the conversation is open", async () => {
    const rooms = [listed({ seq: 9, rev: 9, seen_seq: 4 })];
    const { chat, store } = await listing(rooms);
    const close = store.open("tea");
    await answerLoads(chat, { messages: [message(9)] });
    store.markRead("tea");
    chat.tell("seen", sample.seen("ann", 9));
    expect(store.messages("tea").get().first_unread_seq).toBe(5);
    close();
    expect(store.messages("tea").get().first_unread_seq).toBeUndefined();
    store.open("tea");
    expect(store.messages("tea").get().first_unread_seq).toBeUndefined();
  });

  it("leaves that mark also in a new conversation", async () => {
    const { chat, store } = await listing([]);
    const { last_message: _last, ...room } = pair();
    const data = message(1, { room_id: "p2p.1" });
    chat.tell("conversation", { ...data, room });
    chat.tell("message", data);
    store.open("p2p.1");
    store.markRead("p2p.1");
    expect(store.messages("p2p.1").get().first_unread_seq).toBe(1);
  });

  it("leaves that mark also if the list comes after the conversation was opened", async () => {
    const chat = fakeChat();
    const store = createChatStore(chat);
    store.open("tea");
    await chat.answer("connectRooms", { rooms: [listed({ seq: 9, rev: 9, seen_seq: 4 })] });
    expect(store.messages("tea").get().first_unread_seq).toBe(5);
    expect(chat.all("getMessages")).toHaveLength(1);
  });
});

describe("older messages", () => {
  it("are loaded back to a given one in pages of the needed size, also while others load older ones", async () => {
    const { chat, store } = await opened({ messages: [message(300)], before: 300 });
    const scrolled = store.loadOlder("tea");
    const loading = store.loadBackTo("tea", 150);
    const answer = async (seq: number) => {
      await chat.answer("getMessages", page([message(seq)], { before: seq }));
    };
    await answer(260);
    expect(await scrolled).toBe(true);
    await answer(160);
    await answer(120);
    await loading;
    expect(chat.all("getMessages").slice(1)).toEqual([
      { room_id: "tea", before_rev: 300, limit: 40, events: true },
      { room_id: "tea", before_rev: 260, limit: 100, events: true },
      { room_id: "tea", before_rev: 160, limit: 40, events: true },
    ]);
    expect(chat.requests).toEqual([]);
  });
});

describe("read receipts", () => {
  it("are those of present members, at least one besides the author", async () => {
    const mine = message(1, { sender_id: "ann" });
    const { chat, store } = await opened({ messages: [mine] });
    const isRead = () => isReadByAll(store.reads("tea").get(), mine);
    const readers = () => readersOf(store.reads("tea").get(), mine);
    chat.tell("seen", sample.seen("bob", 1));
    expect([readers(), isRead()]).toEqual([["bob"], false]);
    chat.tell("member_removed", sample.removed("cid", 2));
    expect([readers(), isRead()]).toEqual([["bob"], true]);
    // Removed after reading it; the event of the read mark comes late.
    chat.tell("member_removed", sample.removed("bob", 3));
    chat.tell("seen", sample.seen("bob", 1));
    expect([readers(), isRead()]).toEqual([[], false]);
  });

  it("are not known before the members are, nor in rooms of over a hundred", async () => {
    const { chat, store } = await listing([
      listed({ seq: 1, rev: 1 }),
      listed({ _id: "hall", member_count: 101, seq: 1, rev: 1 }),
    ]);
    chat.tell("seen", sample.seen("bob", 1));
    expect(store.reads("tea").get()).toBeUndefined();
    expect(isReadByAll(undefined, message(1))).toBe(false);
    store.open("hall");
    await chat.answer("getMessages", page([message(1, { room_id: "hall" })]));
    await chat.answer("getPins", { pins: [] });
    expect(chat.all("getMembers")).toEqual([]);
    expect(store.reads("hall").get()).toBeUndefined();
  });

  it("of an added member begin at the time of the addition", async () => {
    const { chat, store } = await opened({ messages: [message(1, { sender_id: "ann" })] });
    chat.tell("members_added", sample.added(["dan"], 2));
    expect(store.reads("tea").get()?.get("dan")).toBe(1);
    await chat.answer("getMembers", {
      members: ["ann", "bob", "cid", "dan"].map((id) => sample.member(id)),
    });
    expect(store.reads("tea").get()?.get("dan")).toBe(1);
    expect(store.names.get().get("dan")).toBe("DAN");
  });
});
