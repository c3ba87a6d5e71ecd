import { describe, expect, it } from "vitest";
import { createChatStore, isReadByAll, readersOf } from "../../../client/store/index.ts";
import { fakeChat } from "./fake-chat.ts";
import * as sample from "./samples.ts";
import { answerLoads, listed, listing, message, opened, pair, settle, texts } from "./samples.ts";

const last = (seq: number, fields: object = {}) => ({
  ...{ _id: `m${seq}`, sender_id: "bob", message: `No. ${seq}`, created_at: sample.at(seq) },
  ...fields,
});

describe("the list of rooms", () => {
  it("is loaded page by page, and shows what is there of it", async () => {
    const chat = fakeChat();
    const store = createChatStore(chat, { first_name: "Ann" });
    expect(store.rooms.get()).toEqual({ rooms: [], status: "loading", error: undefined });
    await chat.answer("connectRooms", { rooms: [listed()], next_cursor: "more" });
    expect(store.rooms.get()).toMatchObject({ status: "loading", rooms: [{ room_id: "tea" }] });
    await chat.answer("connectRooms", { rooms: [listed({ _id: "cake" })] });
    expect(store.rooms.get().rooms.map(({ room_id }) => room_id)).toEqual(["tea", "cake"]);
    expect(store.rooms.get().status).toBe("loaded");
    expect(chat.all("connectRooms")).toEqual([
      ...[{ first_name: "Ann" }, { first_name: "Ann", cursor: "more" }],
    ]);
  });

  it("waits for a closed chat, and is loaded again after one that was closed meanwhile", async () => {
    const chat = fakeChat();
    chat.state = "closed";
    const store = createChatStore(chat);
    expect(chat.requests).toEqual([]);
    chat.go("connecting");
    chat.go("closed");
    await settle();
    expect(store.rooms.get().status).toBe("idle");
    chat.go("connecting");
    await chat.answer("connectRooms", { rooms: [listed()] });
    expect(store.rooms.get().rooms).toHaveLength(1);
  });

  it("says why it could not be loaded", async () => {
    const chat = fakeChat();
    const store = createChatStore(chat);
    await chat.refuse("connectRooms", "INTERNAL");
    expect(store.rooms.get()).toMatchObject({ status: "failed", error: { code: "INTERNAL" } });
    const loading = store.loadRooms();
    await chat.answer("connectRooms", { rooms: [] });
    await loading;
    expect(store.rooms.get()).toMatchObject({ status: "loaded", error: undefined });
  });

  it("has the room with the newest message first", async () => {
    const { chat, store } = await listing([
      listed({ last_message: last(2), seq: 2, rev: 2 }),
      listed({ _id: "cake", last_message: last(1), seq: 1, rev: 1 }),
    ]);
    const ids = () => store.rooms.get().rooms.map(({ room_id }) => room_id);
    expect(ids()).toEqual(["tea", "cake"]);
    chat.tell("message", message(3, { room_id: "cake" }));
    expect(ids()).toEqual(["cake", "tea"]);
  });

  it("sets nothing back when it lags behind what was told", async () => {
    const { chat, store } = await listing([listed({ seq: 1, rev: 1, last_message: last(1) })]);
    chat.tell("message", message(2));
    chat.tell("room_updated", sample.renamed("Coffee", 3));
    chat.tell("members_added", sample.added(["dan"], 4));
    void store.loadRooms();
    const old = listed({ seq: 1, rev: 1, last_message: last(1), member_count: 2 });
    await chat.answer("connectRooms", { rooms: [old] });
    const { info, last_message, unread_count } = store.room("tea").get() ?? {};
    expect(info).toMatchObject({ room_name: "Coffee", member_count: 3 });
    expect([last_message?._id, unread_count]).toEqual(["m2", 2]);
  });

  it("is ahead of what was not told yet, and stays so while that comes", async () => {
    const { chat, store } = await listing([
      listed({ seq: 3, rev: 9, last_message: last(3), room_name: "Newest" }),
    ]);
    chat.tell("message", message(2));
    chat.tell("room_updated", sample.renamed("Older", 8));
    expect(store.room("tea").get()).toMatchObject({ info: { room_name: "Newest" }, seq: 3 });
    expect(store.room("tea").get()?.last_message?._id).toBe("m3");
  });

  it("loads rooms that an event tells too little of", async () => {
    const { chat, store } = await listing([]);
    chat.tell("message", message(8));
    chat.tell("message", message(9));
    expect(store.rooms.get().rooms).toEqual([]);
    await chat.answer("connectRooms", { rooms: [listed({ seq: 8, rev: 8, seen_seq: 7 })] });
    expect(store.room("tea").get()).toMatchObject({ seq: 9, unread_count: 2 });
  });
});

describe("a room", () => {
  it("is gone with its last trace when the user is removed, and only then", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    chat.tell("member_removed", sample.removed("cid", 2));
    expect(store.room("tea").get()?.info.member_count).toBe(2);
    chat.tell("member_removed", sample.removed("ann", 3));
    expect(store.room("tea").get()).toBeUndefined();
    expect(texts(store)).toEqual([]);
    expect(store.unread.get()).toBe(0);
  });

  it("does not come back by a list that lags, and does when the user is added again", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    chat.tell("member_removed", sample.removed("ann", 3));
    void store.loadRooms();
    await chat.answer("connectRooms", { rooms: [listed({ seq: 1, rev: 2 })] });
    chat.tell("room", listed({ seq: 1, rev: 3 }));
    expect(store.room("tea").get()).toBeUndefined();
    const { last_message: _last, ...group } = listed({ rev: 4 });
    chat.tell("group", { ...group, recipients: ["ann"], user_id: "bob", added_at: sample.at(4) });
    expect(store.room("tea").get()).toMatchObject({ unread_count: 0 });
  });

  it("that somebody was added to counts as unread what came after, until the list says how much", async () => {
    const { chat, store } = await listing([]);
    const { last_message: _last, ...group } = listed({ rev: 60 });
    chat.tell("group", { ...group, recipients: ["ann"], user_id: "bob", added_at: sample.at(4) });
    chat.tell("message", message(50, { rev: 61 }));
    expect(store.room("tea").get()?.unread_count).toBe(1);
    await chat.answer("connectRooms", { rooms: [listed({ seq: 50, rev: 61, seen_seq: 48 })] });
    expect(store.room("tea").get()?.unread_count).toBe(2);
  });

  it("of a pair is the same conversation by its id and by the other person's", async () => {
    const { chat, store } = await listing([]);
    store.open({ user_id: "bob" });
    store.send({ user_id: "bob" }, "Hello");
    store.setDraft({ user_id: "bob" }, { text: "And" });
    expect(chat.asked("sendNewMessage").payload).toMatchObject({
      ...{ recipient_id: "bob", type: "peer-to-peer", message: { message: "Hello" } },
    });
    expect(texts(store, { user_id: "bob" })).toEqual(["Hello (sending)"]);
    const { _id } = chat.asked("sendNewMessage").payload.message as { _id: string };
    const { last_message: _last, ...room } = pair();
    const data = message(1, { _id, room_id: "p2p.1", sender_id: "ann", message: "Hello" });
    chat.tell("conversation", { ...data, room });
    expect(texts(store, "p2p.1")).toEqual(["Hello (sending)"]);
    expect(store.room({ user_id: "bob" }).get()?.room_id).toBe("p2p.1");
    expect(store.draft("p2p.1").get()).toEqual({ text: "And" });
    chat.tell("message", data);
    await chat.answer("sendNewMessage", { ...data, room });
    await answerLoads(chat, { messages: [data] });
    expect(texts(store, { user_id: "bob" })).toEqual(["Hello"]);
    store.send({ user_id: "bob" }, "Again");
    expect(chat.asked("sendMessage").payload).toMatchObject({ room_id: "p2p.1" });
  });
});

describe("the count of unread messages", () => {
  it("is what others wrote since the user has read or written", async () => {
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
    // A page or a list that is older sets nothing back.
    chat.tell("room", listed({ seq: 3, rev: 3, seen_seq: 2, unread_count: 1 }));
    expect([count(), store.unread.get()]).toEqual([0, 1]);
  });

  it("goes at once when the user reads, is told once, and comes back if that is refused", async () => {
    const { chat, store } = await opened({ messages: [1, 2, 3].map((seq) => message(seq)) });
    const count = () => store.room("tea").get()?.unread_count;
    store.markRead("tea", 2);
    expect(count()).toBe(1);
    store.markRead("tea", 1);
    store.markRead("tea");
    store.markRead("tea");
    expect(count()).toBe(0);
    expect(chat.all("messageSeen")).toEqual([{ room_id: "tea", message_id: "m2" }]);
    await chat.answer("messageSeen", { ...sample.seen("ann", 2), seen_at: "" });
    expect(chat.all("messageSeen").slice(1)).toEqual([{ room_id: "tea", message_id: "m3" }]);
    await chat.refuse("messageSeen", "FORBIDDEN");
    expect(count()).toBe(1);
  });

  it("that was read while the chat was closed is told afterwards", async () => {
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
    expect(chat.all("messageSeen").at(-1)).toEqual({ room_id: "tea", message_id: "m1" });
  });

  it("leaves behind where it began, while the conversation is open", async () => {
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

  it("leaves that behind also in a conversation that has just begun", async () => {
    const { chat, store } = await listing([]);
    const { last_message: _last, ...room } = pair();
    const data = message(1, { room_id: "p2p.1" });
    chat.tell("conversation", { ...data, room });
    chat.tell("message", data);
    store.open("p2p.1");
    store.markRead("p2p.1");
    expect(store.messages("p2p.1").get().first_unread_seq).toBe(1);
  });

  it("leaves that behind also where the list comes after the conversation was opened", async () => {
    const chat = fakeChat();
    const store = createChatStore(chat);
    store.open("tea");
    await chat.answer("connectRooms", { rooms: [listed({ seq: 9, rev: 9, seen_seq: 4 })] });
    expect(store.messages("tea").get().first_unread_seq).toBe(5);
    expect(chat.all("getMessages")).toHaveLength(1);
  });
});

describe("read receipts", () => {
  it("are of members who are there now, and of at least one besides the author", async () => {
    const mine = message(1, { sender_id: "ann" });
    const { chat, store } = await opened({ messages: [mine] });
    const isRead = () => isReadByAll(store.reads("tea").get(), mine);
    const readers = () => readersOf(store.reads("tea").get(), mine);
    chat.tell("seen", sample.seen("bob", 1));
    expect([readers(), isRead()]).toEqual([["bob"], false]);
    chat.tell("member_removed", sample.removed("cid", 2));
    expect([readers(), isRead()]).toEqual([["bob"], true]);
    // Removed after reading it, and told late that it was read.
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
    await chat.answer("getMessages", sample.page([message(1, { room_id: "hall" })]));
    await chat.answer("getPins", { pins: [] });
    expect(chat.all("getMembers")).toEqual([]);
    expect(store.reads("hall").get()).toBeUndefined();
  });

  it("of somebody who was added begin with the present", async () => {
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

describe("who is typing", () => {
  const typing = (user_id: string) => ({ room_id: "tea", user_id, message: "", first_name: "B" });

  it("is told in the order in which they began, until they stop or are removed", async () => {
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
});

describe("names", () => {
  it("are the newest that people told, whichever way they came", async () => {
    const { chat, store } = await listing([pair({ last_message: last(9, { first_name: "Bob" }) })]);
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

  it("that are names of JavaScript's own are like all others", async () => {
    const { chat, store } = await opened({ messages: [] });
    chat.tell("message", message(1, { sender_id: "__proto__", first_name: "Proto" }));
    expect(store.names.get().get("__proto__")).toBe("Proto");
    expect(store.names.get().get("constructor")).toBeUndefined();
    chat.tell("seen", sample.seen("constructor", 1));
    expect(store.unread.get()).toBe(1);
  });
});

describe("pins", () => {
  it("are the newest first, and are loaded again where what was pinned is not known", async () => {
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
