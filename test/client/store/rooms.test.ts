// The store's list of rooms.

import { describe, expect, it } from "vitest";
import { createChatStore } from "../../../client/store/index.ts";
import { fakeChat } from "./fake-chat.ts";
import * as sample from "./samples.ts";
import {
  answerLoads,
  last,
  listed,
  listing,
  message,
  opened,
  pair,
  settle,
  texts,
} from "./samples.ts";

describe("the list of rooms", () => {
  it("is loaded page by page, and shows the pages so far", async () => {
    const chat = fakeChat();
    const store = createChatStore(chat, { first_name: "Ann" });
    expect(store.rooms.get()).toEqual({ rooms: [], status: "loading", error: undefined });
    await chat.answer("connectRooms", { rooms: [listed()], next_cursor: "more" });
    expect(store.rooms.get()).toMatchObject({ status: "loading", rooms: [{ room_id: "tea" }] });
    await chat.answer("connectRooms", { rooms: [listed({ _id: "cake" })] });
    expect(store.rooms.get().rooms.map(({ room_id }) => room_id)).toEqual(["tea", "cake"]);
    expect(store.rooms.get().status).toBe("loaded");
    expect(chat.all("connectRooms")).toEqual([
      { first_name: "Ann" },
      { first_name: "Ann", cursor: "more" },
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

  it("is requested once at the start, although the connection is made meanwhile", async () => {
    const chat = fakeChat();
    chat.state = "closed";
    const store = createChatStore(chat);
    chat.go("connecting");
    chat.go("online");
    await chat.answer("connectRooms", { rooms: [] });
    expect(store.rooms.get().status).toBe("loaded");
    expect(chat.all("connectRooms")).toHaveLength(1);
  });

  it("has the error of a failed load", async () => {
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

  it("sets nothing back when it lags behind events", async () => {
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

  it("may be ahead of events, and stays so while they come", async () => {
    const { chat, store } = await listing([
      listed({ seq: 3, rev: 9, last_message: last(3), room_name: "Newest" }),
    ]);
    chat.tell("message", message(2));
    chat.tell("room_updated", sample.renamed("Older", 8));
    expect(store.room("tea").get()).toMatchObject({ info: { room_name: "Newest" }, seq: 3 });
    expect(store.room("tea").get()?.last_message?._id).toBe("m3");
  });

  it("loads rooms of which an event has too little", async () => {
    const { chat, store } = await listing([]);
    chat.tell("message", message(8));
    chat.tell("message", message(9));
    expect(store.rooms.get().rooms).toEqual([]);
    await chat.answer("connectRooms", { rooms: [listed({ seq: 8, rev: 8, seen_seq: 7 })] });
    expect(store.room("tea").get()).toMatchObject({ seq: 9, unread_count: 2 });
  });
});

describe("a room", () => {
  it("disappears completely when the user is removed, and only then", async () => {
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

  it("to which the user was added counts later messages as unread, until the list has the count", async () => {
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
      recipient_id: "bob",
      type: "peer-to-peer",
      message: { message: "Hello" },
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

describe("a new conversation", () => {
  it("shows the first message to a user all the time, also while it is being loaded", async () => {
    const { chat, store } = await listing([]);
    const bob = { user_id: "bob" };
    store.open(bob);
    const seen: string[][] = [];
    store.messages(bob).subscribe(() => seen.push(texts(store, bob)));
    const _id = store.send(bob, "Hello");
    const data = { ...message(1, { _id, sender_id: "ann", message: "Hello" }), room_id: "p2p.1" };
    const { last_message: _last, ...room } = pair();
    chat.tell("conversation", { ...data, room });
    chat.tell("message", data);
    await chat.answer("sendNewMessage", { ...data, room });
    await chat.answer("getMessages", sample.page([data]));
    expect(seen[0]).toEqual([]);
    expect(new Set(seen.slice(1).map(String))).toEqual(new Set(["Hello (sending)", "Hello"]));
    expect(texts(store, bob)).toEqual(["Hello"]);
  });
});
