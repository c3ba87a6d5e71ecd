// Optimistic messages and changes in the store: they show at once, and become the stored ones, or are taken back.

import { describe, expect, it } from "vitest";
import type { ChatStore } from "../../../client/store/index.ts";
import type { FakeChat } from "./fake-chat.ts";
import * as sample from "./samples.ts";
import { answerLoads, message, opened, settle, texts } from "./samples.ts";

const mine = (seq: number, _id: string, text: string) =>
  message(seq, { _id, sender_id: "ann", message: text });

/** Stores the message that waits longest, as the server would: its event comes first, then its reply. */
async function store_(chat: FakeChat, seq: number): Promise<void> {
  const { _id, message: text } = chat.asked("sendMessage").payload as Record<string, string>;
  const data = mine(seq, _id ?? "", text ?? "");
  chat.tell("message", data);
  await chat.answer("sendMessage", data);
}

const statuses = (store: ChatStore) =>
  store
    .messages("tea")
    .get()
    .messages.map(({ status }) => status);

describe("a message that is sent", () => {
  it("shows at once, keeps its place, and becomes the stored one, once", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    const _id = store.send("tea", "Hello");
    expect(texts(store)).toEqual(["No. 1", "Hello (sending)"]);
    expect(store.room("tea").get()?.unsent?.message).toBe("Hello");
    chat.tell("message", message(2));
    expect(texts(store)).toEqual(["No. 1", "No. 2", "Hello (sending)"]);
    await store_(chat, 3);
    expect(texts(store)).toEqual(["No. 1", "No. 2", "Hello"]);
    expect(store.messages("tea").get().messages.at(-1)).toMatchObject({
      _id,
      status: "sent",
      seq: 3,
    });
    expect(store.room("tea").get()?.unsent).toBeUndefined();
  });

  it("waits for its place when its reply comes before its event", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    store.send("tea", "Hello");
    const { _id } = chat.asked("sendMessage").payload as { _id: string };
    const data = mine(3, _id, "Hello");
    await chat.answer("sendMessage", data);
    expect(texts(store)).toEqual(["No. 1", "Hello (sending)"]);
    chat.tell("message", message(2));
    chat.tell("message", data);
    expect(texts(store)).toEqual(["No. 1", "No. 2", "Hello"]);
  });

  it("comes with all that sendMessage takes, and the user's first name", async () => {
    const { chat, store } = await opened({}, { first_name: "Ann" });
    const reply_message = { _id: "m1" };
    store.send("tea", { message: "Yes", reply_message, attachments: [{ url: "a" }] });
    expect(chat.asked("sendMessage").payload).toEqual({
      room_id: "tea",
      _id: expect.any(String) as string,
      first_name: "Ann",
      message: "Yes",
      reply_message,
      attachments: [{ url: "a" }],
    });
  });

  it("shows although it was sent without the store, or was restored after a reload", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    void chat.sendMessage({ room_id: "tea", _id: "other", message: "Past" });
    expect(texts(store)).toEqual(["No. 1", "Past (sending)"]);
    chat.tell("message", mine(2, "other", "Past"));
    expect(texts(store)).toEqual(["No. 1", "Past"]);
  });

  it("is not confused with another user's message with the same id", async () => {
    const { chat, store } = await opened();
    const _id = store.send("tea", "Hello");
    chat.tell("message", message(1, { _id }));
    expect(texts(store)).toEqual(["No. 1", "Hello (sending)"]);
  });

  it("is found in a page if its event was missed", async () => {
    const { chat, store } = await opened();
    const _id = store.send("tea", "Hello");
    chat.tell("reload", { room_id: "tea" });
    await answerLoads(chat, { messages: [mine(1001, _id, "Hello")] });
    expect(texts(store)).toEqual(["Hello"]);
  });

  it("does not show for ever if its event was missed and its page is further back", async () => {
    const { chat, store } = await opened();
    const _id = store.send("tea", "Hello");
    await chat.answer("sendMessage", mine(1, _id, "Hello"));
    expect(texts(store)).toEqual(["Hello (sending)"]);
    chat.tell("reload", { room_id: "tea" });
    await answerLoads(chat, { messages: [message(1002)], before: 1002 });
    expect(texts(store)).toEqual(["No. 1002"]);
  });

  it("goes out again after the chat was closed, in order and once", async () => {
    const { chat, store } = await opened();
    const first = store.send("tea", "one");
    chat.go("closed");
    await settle();
    const second = store.send("tea", "two");
    await settle();
    expect(texts(store)).toEqual(["one (sending)", "two (sending)"]);
    chat.go("connecting");
    chat.go("online");
    expect(chat.requests.filter(({ action }) => action === "sendMessage")).toMatchObject([
      { payload: { _id: first } },
      { payload: { _id: second } },
    ]);
    await store_(chat, 1);
    await store_(chat, 2);
    expect(texts(store)).toEqual(["one", "two"]);
  });
});

describe("a message that is refused", () => {
  it("says why, stays where it was, and goes to the end when it is sent again", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    const _id = store.send("tea", "one");
    store.send("tea", "two");
    await chat.refuse("sendMessage", "INTERNAL");
    await store_(chat, 2);
    chat.tell("message", message(3));
    expect(texts(store)).toEqual(["No. 1", "one (failed)", "two", "No. 3"]);
    expect(store.messages("tea").get().messages[1]).toMatchObject({ error: { code: "INTERNAL" } });
    store.retry(_id);
    store.retry(_id);
    expect(texts(store)).toEqual(["No. 1", "two", "No. 3", "one (sending)"]);
    expect(chat.asked("sendMessage").payload).toEqual({ room_id: "tea", _id, message: "one" });
    await store_(chat, 4);
    expect(texts(store)).toEqual(["No. 1", "two", "No. 3", "one"]);
  });

  it("is sent again under another id if its own is taken", async () => {
    const { chat, store } = await opened();
    const _id = store.send("tea", "one");
    await chat.refuse("sendMessage", "CONFLICT");
    store.retry(_id);
    expect(chat.asked("sendMessage").payload._id).not.toBe(_id);
    expect(texts(store)).toEqual(["one (sending)"]);
  });

  it("is gone once it is discarded; so is one that is still waiting, unless it is stored after all", async () => {
    const { chat, store } = await opened();
    const _id = store.send("tea", "one");
    await chat.refuse("sendMessage", "FORBIDDEN");
    store.discard(_id);
    expect(texts(store)).toEqual([]);
    const late = store.send("tea", "two");
    store.discard(late);
    await settle();
    expect(texts(store)).toEqual([]);
    expect(chat.requests).toEqual([]);
    chat.tell("message", mine(1, late, "two"));
    expect(texts(store)).toEqual(["two"]);
  });

  it("does not show as failed if it turns out to be stored", async () => {
    const { chat, store } = await opened();
    const _id = store.send("tea", "one");
    chat.tell("message", mine(1, _id, "one"));
    await chat.refuse("sendMessage", "TIMEOUT");
    expect(texts(store)).toEqual(["one"]);
    expect(statuses(store)).toEqual(["sent"]);
  });
});

describe("an edit, a deletion and a pin", () => {
  const change = (store: ChatStore) => {
    const [first] = store.messages("tea").get().messages;
    return first && "change" in first ? first.change : undefined;
  };

  it("show at once, until both the reply and the event are there, in either order", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    const tea = { room_id: "tea", _id: "m1" };
    const editing = store.edit(tea, "One");
    expect(change(store)).toMatchObject({ type: "edit", message: "One" });
    chat.tell("edited", sample.edited(1, 2, "One"));
    expect(change(store)).toBeDefined();
    await chat.answer("editMessage", sample.edited(1, 2, "One"));
    await editing;
    expect(change(store)).toBeUndefined();

    void store.pin(tea, true);
    expect(change(store)).toMatchObject({ type: "pin", pin_message: true });
    await chat.answer("pinMessage", sample.pinned(1, 3));
    expect(change(store)).toBeDefined();
    chat.tell("pin_message", sample.pinned(1, 3));
    expect(change(store)).toBeUndefined();

    void store.delete(tea);
    expect(change(store)).toMatchObject({ type: "delete" });
    chat.tell("delete", sample.deleted(1, 4));
    expect(change(store)).toBeUndefined();
    expect(texts(store)).toEqual(["-"]);
  });

  it("are taken back if they are refused, and their promise rejects", async () => {
    const { chat, store } = await opened({ messages: [message(1)] });
    const first = store.edit({ room_id: "tea", _id: "m1" }, "One");
    const second = store.edit({ room_id: "tea", _id: "m1" }, "Two");
    const refused = expect(first).rejects.toMatchObject({ code: "FORBIDDEN" });
    await chat.refuse("editMessage", "FORBIDDEN");
    await refused;
    expect(change(store)).toMatchObject({ message: "Two" });
    const again = expect(second).rejects.toMatchObject({ code: "NOT_FOUND" });
    await chat.refuse("editMessage", "NOT_FOUND");
    await again;
    expect(change(store)).toBeUndefined();
    expect(texts(store)).toEqual(["No. 1"]);
  });
});
