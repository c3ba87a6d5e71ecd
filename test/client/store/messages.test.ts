// The store's messages of a conversation: pages, events, edits and deletions in one list.

import { describe, expect, it } from "vitest";
import * as sample from "./samples.ts";
import { answerLoads, listed, listing, message, opened, page, settle, texts } from "./samples.ts";

const all = [1, 2, 3].map((seq) => message(seq));

describe("a conversation's messages", () => {
  it("are in the order of seq, each once, however they come", async () => {
    const { chat, store } = await opened({ messages: [message(1), message(3)] });
    chat.tell("message", message(4));
    chat.tell("message", message(4));
    expect(texts(store)).toEqual(["No. 1", "No. 3", "No. 4"]);
  });

  it("continue with older pages, until the beginning", async () => {
    const { chat, store } = await opened({ messages: [message(5), message(6)], before: 5 });
    expect(store.messages("tea").get()).toMatchObject({ has_older: true, is_loading_older: false });
    const loading = store.loadOlder("tea");
    expect(store.messages("tea").get().is_loading_older).toBe(true);
    await chat.answer("getMessages", page([message(3), message(4)], { before: 3 }));
    expect(await loading).toBe(true);
    void store.loadOlder("tea");
    expect(chat.all("getMessages").at(-1)).toMatchObject({ before_rev: 3 });
    await chat.answer("getMessages", page([message(1), message(2)]));
    expect(texts(store)).toEqual([1, 2, 3, 4, 5, 6].map((seq) => `No. ${seq}`));
    expect(store.messages("tea").get().has_older).toBe(false);
    expect(await store.loadOlder("tea")).toBe(false);
  });

  it("are edited, and deleted with all their text, everywhere", async () => {
    const { chat, store } = await opened({ messages: all, pins: [sample.pin(3, 5)] });
    chat.tell("edited", sample.edited(3, 6, "Three"));
    expect(texts(store)).toEqual(["No. 1", "No. 2", "Three"]);
    expect(store.pins("tea").get()?.[0]).toMatchObject({ message: "Three" });
    expect(store.room("tea").get()?.last_message).toBeNull();
    chat.tell("message", message(4, { rev: 7 }));
    chat.tell("edited", sample.edited(4, 8, "Four"));
    expect(store.room("tea").get()?.last_message).toMatchObject({ message: "Four" });
    chat.tell("delete", sample.deleted(3, 9));
    chat.tell("delete", sample.deleted(4, 10));
    expect(texts(store)).toEqual(["No. 1", "No. 2", "-", "-"]);
    expect(store.pins("tea").get()).toEqual([]);
    const everything = [store.rooms.get(), store.messages("tea").get(), store.pins("tea").get()];
    expect(JSON.stringify(everything)).not.toMatch(/Three|Four|No. [34]/);
  });

  it("stay deleted, whatever comes after", async () => {
    const { chat, store } = await opened({ messages: all });
    chat.tell("delete", sample.deleted(2, 4));
    chat.tell("edited", sample.edited(2, 5, "Two"));
    expect(texts(store)).toEqual(["No. 1", "-", "No. 3"]);
  });

  it("are immutable values: an unchanged part stays the same object", async () => {
    const { chat, store } = await opened({ messages: all });
    const before = store.messages("tea").get();
    const copy = structuredClone(before);
    chat.tell("edited", sample.edited(2, 4, "Two"));
    const after = store.messages("tea").get();
    expect(before).toEqual(copy);
    expect(after.messages[0]).toBe(before.messages[0]);
    expect(after.messages[1]).not.toBe(before.messages[1]);
    expect(store.messages("tea").get()).toBe(after);
  });

  it("are read further if a page has none, until there is one, or the beginning", async () => {
    const { chat, store } = await listing([listed({ seq: 2, rev: 300 })]);
    store.open("tea");
    await chat.answer("getMessages", page([], { rev: 300, before: 260 }));
    await chat.answer("getMessages", page([], { before: 160 }));
    expect(store.messages("tea").get().status).toBe("loading");
    await chat.answer("getMessages", page([message(2)], { before: 2 }));
    expect(texts(store)).toEqual(["No. 2"]);
    expect(chat.all("getMessages").map(({ before_rev }) => before_rev)).toEqual([
      undefined,
      260,
      160,
    ]);
    const loading = store.loadOlder("tea");
    await chat.answer("getMessages", page([], {}));
    expect(await loading).toBe(true);
    expect(store.messages("tea").get().has_older).toBe(false);
  });

  it("have the error of a failed load, and load when asked again", async () => {
    const { chat, store } = await listing([listed()]);
    store.open("tea");
    await chat.refuse("getMessages", "UNAVAILABLE");
    const { status, error } = store.messages("tea").get();
    expect([status, error?.code]).toEqual(["failed", "UNAVAILABLE"]);
    void store.load("tea");
    await answerLoads(chat, { messages: all });
    expect(store.messages("tea").get()).toMatchObject({ status: "loaded", error: undefined });
    expect(texts(store)).toHaveLength(3);
  });
});

describe("an event that came while a request was under way", () => {
  it("is newer than the page", async () => {
    const { chat, store } = await listing([listed({ seq: 3, rev: 3 })]);
    store.open("tea");
    chat.tell("edited", sample.edited(2, 4, "Two"));
    chat.tell("message", message(4, { rev: 5 }));
    chat.tell("delete", sample.deleted(1, 6));
    await answerLoads(chat, { messages: all });
    expect(texts(store)).toEqual(["-", "Two", "No. 3", "No. 4"]);
  });

  it("is not applied again where the page has it already, in a newer form", async () => {
    const { chat, store } = await listing([listed({ seq: 3, rev: 3 })]);
    store.open("tea");
    chat.tell("edited", sample.edited(2, 4, "older"));
    const fresh = [message(1), message(2, { message: "newer" }), message(3)];
    await chat.answer("getMessages", page(fresh, { rev: 5 }));
    expect(texts(store)).toEqual(["No. 1", "newer", "No. 3"]);
    chat.tell("edited", sample.edited(2, 5, "newer"));
    expect(texts(store)).toEqual(["No. 1", "newer", "No. 3"]);
  });

  it("is newer than an older page, also for messages that were not loaded", async () => {
    const { chat, store } = await opened({ messages: [message(3)], before: 3 });
    const loading = store.loadOlder("tea");
    chat.tell("edited", sample.edited(1, 4, "One"));
    chat.tell("delete", sample.deleted(2, 5));
    await chat.answer("getMessages", page([message(1), message(2)], { rev: 3 }));
    await loading;
    expect(texts(store)).toEqual(["One", "-", "No. 3"]);
  });

  it("takes effect although the code that awaits the answer continues later", async () => {
    const { chat, store } = await listing([listed({ seq: 3, rev: 3 })]);
    store.open("tea");
    chat.asked("getMessages").answer(page(all));
    // Between the answer and the continuation of the code that awaits it.
    chat.tell("message", message(4));
    await settle();
    expect(texts(store)).toEqual(["No. 1", "No. 2", "No. 3", "No. 4"]);
  });

  it("is newer than the members and the pins", async () => {
    const { chat, store } = await listing([listed({ seq: 2, rev: 2 })]);
    store.open("tea");
    await chat.answer("getMessages", page([message(1), message(2)]));
    chat.tell("member_removed", sample.removed("cid", 3));
    chat.tell("pin_message", sample.pinned(2, 4));
    chat.tell("pin_message", sample.pinned(1, 5, false));
    await chat.answer("getMembers", {
      members: ["ann", "bob", "cid"].map((id) => sample.member(id, { seen_seq: 2 })),
    });
    await chat.answer("getPins", { pins: [sample.pin(1, 2)] });
    expect(
      store
        .members("tea")
        .get()
        ?.map(({ user_id }) => user_id),
    ).toEqual(["ann", "bob"]);
    expect(
      store
        .pins("tea")
        .get()
        ?.map(({ _id }) => _id),
    ).toEqual(["m2"]);
    expect([...(store.reads("tea").get()?.keys() ?? [])]).toEqual(["ann", "bob"]);
  });
});

describe("after more was missed than sync replays", () => {
  it("an open conversation is loaded again, and shows its old content until then", async () => {
    const { chat, store } = await opened({ messages: all });
    const shown: number[] = [];
    store.messages("tea").subscribe(({ messages }) => shown.push(messages.length));
    chat.tell("reload", { room_id: "tea" });
    await settle();
    await chat.answer("connectRooms", { rooms: [listed({ seq: 2001, rev: 2001 })] });
    expect(texts(store)).toEqual(["No. 1", "No. 2", "No. 3"]);
    await answerLoads(chat, { messages: [message(2000), message(2001)], before: 2000 });
    expect(texts(store)).toEqual(["No. 2000", "No. 2001"]);
    expect(store.messages("tea").get().has_older).toBe(true);
    expect(Math.min(...shown)).toBeGreaterThan(0);
    expect(store.room("tea").get()?.unread_count).toBe(2001);
  });

  it("a closed conversation is loaded again when it is opened", async () => {
    const { chat, store, close } = await opened({ messages: all });
    close();
    chat.tell("reload", { room_id: "tea" });
    await chat.answer("connectRooms", { rooms: [listed({ seq: 9, rev: 9 })] });
    expect(chat.requests).toEqual([]);
    store.open("tea");
    await answerLoads(chat, { messages: [message(9)] });
    expect(texts(store)).toEqual(["No. 9"]);
  });

  it("an answer to an earlier request is ignored", async () => {
    const { chat, store } = await listing([listed({ seq: 3, rev: 3 })]);
    store.open("tea");
    chat.tell("reload", { room_id: "tea" });
    await answerLoads(chat, { messages: all });
    await answerLoads(chat, { messages: [message(2000)] });
    expect(texts(store)).toEqual(["No. 2000"]);
  });

  it("a room that the list no longer has is removed", async () => {
    const { chat, store } = await opened({ messages: all });
    chat.tell("reload", { room_id: "tea" });
    await chat.answer("connectRooms", { rooms: [] });
    expect(store.room("tea").get()).toBeUndefined();
    expect(store.rooms.get().rooms).toEqual([]);
  });

  it("a room whose messages are refused is removed", async () => {
    const { chat, store } = await listing([listed()]);
    store.open("tea");
    await chat.refuse("getMessages", "FORBIDDEN");
    expect(store.room("tea").get()).toBeUndefined();
  });
});

describe("limits", () => {
  it("keep the newest messages of a room, and let older ones be loaded again", async () => {
    const { chat, store } = await opened({ messages: all, before: 1 }, { messages: 3 });
    chat.tell("message", message(4));
    chat.tell("message", message(5));
    expect(texts(store)).toEqual(["No. 3", "No. 4", "No. 5"]);
    const loading = store.loadOlder("tea");
    expect(chat.all("getMessages").at(-1)).toMatchObject({ before_rev: 3 });
    await chat.answer("getMessages", page([message(1), message(2)]));
    await loading;
    expect(texts(store)).toHaveLength(5);
    chat.tell("message", message(6));
    expect(texts(store)).toEqual([2, 3, 4, 5, 6].map((seq) => `No. ${seq}`));
  });

  it("drop older messages once the conversation is closed", async () => {
    const { chat, store, close } = await opened({ messages: all, before: 1 }, { messages: 3 });
    const loading = store.loadOlder("tea");
    await chat.answer("getMessages", page([message(-1), message(0)]));
    await loading;
    expect(texts(store)).toHaveLength(5);
    close();
    expect(texts(store)).toHaveLength(3);
    expect(store.messages("tea").get().has_older).toBe(true);
  });

  it("keep the messages of the conversations closed last", async () => {
    const ids = ["one", "two", "three"];
    const rooms = ids.map((_id) => listed({ _id, seq: 1, rev: 1 }));
    const { chat, store } = await listing(rooms, { conversations: 2 });
    for (const id of ids) {
      const close = store.open(id);
      await answerLoads(chat, { messages: [message(1, { room_id: id })] });
      close();
    }
    expect(ids.map((id) => texts(store, id).length)).toEqual([0, 1, 1]);
    store.open("one");
    expect(chat.all("getMessages")).toHaveLength(4);
  });
});
