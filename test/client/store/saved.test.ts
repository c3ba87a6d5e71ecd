// Persisted conversations: shown at once after a reload, and brought up to date from there.

import { describe, expect, it } from "vitest";
import type { Persistence } from "../../../client/index.ts";
import { createChatStore, persistStore } from "../../../client/store/index.ts";
import type { SavedRoom } from "../../../client/store/saved.ts";
import { kept } from "../kept.ts";
import { fakeChat, type FakeChat } from "./fake-chat.ts";
import { answerLoads, deleted, last, listed, message, seen, settle, texts } from "./samples.ts";

/** Opens a conversation with two messages on a page, and closes the page. */
async function earlier(persistence: Persistence, act?: (chat: FakeChat) => void) {
  const chat = fakeChat();
  const store = createChatStore(chat, { persister: persistStore(persistence) });
  await settle();
  await chat.answer("connectRooms", {
    rooms: [listed({ seq: 2, rev: 2, seen_seq: 1, last_message: last(2) })],
  });
  store.open("tea");
  await answerLoads(chat, { messages: [message(1), message(2)] });
  act?.(chat);
  store.destroy();
  await settle();
}

/** Opens the next page; nothing is answered on it yet. */
async function later(persistence: Persistence, userId: string | undefined = "ann") {
  const chat = fakeChat(userId);
  const store = createChatStore(chat, { persister: persistStore(persistence) });
  await settle();
  return { chat, store };
}

describe("conversations that are kept", () => {
  it("show at once after a reload, with their messages and what is unread", async () => {
    const { persistence } = kept();
    await earlier(persistence);
    const { store } = await later(persistence);
    expect(store.rooms.get().rooms).toMatchObject([{ room_id: "tea", unread_count: 1, seq: 2 }]);
    expect(texts(store)).toEqual(["No. 1", "No. 2"]);
  });

  it("do not mark the first unread message until it is known what came meanwhile", async () => {
    const { persistence } = kept();
    await earlier(persistence, (chat) => {
      chat.tell("seen", seen("ann", 2));
    });
    const { chat, store } = await later(persistence);
    store.open("tea");
    const first = () => store.messages("tea").get().first_unread_seq;
    expect(first()).toBeUndefined();
    const rooms = [listed({ seq: 9, rev: 9, seen_seq: 2, last_message: last(9) })];
    await chat.answer("connectRooms", { rooms });
    expect(first()).toBe(3);
  });

  it("continue after the last event that they contain", async () => {
    const { values, persistence } = kept();
    await earlier(persistence, (chat) => {
      chat.tell("message", message(3));
    });
    expect(values.get("rooms/tea")).toMatchObject({ rev: 3 });
    const { chat, store } = await later(persistence);
    expect(chat.all("follow" as never)).toEqual(["tea"]);
    chat.tell("message", message(4));
    expect(texts(store)).toEqual([1, 2, 3, 4].map((seq) => `No. ${seq}`));
  });

  it("show before it is known who is signed in, and go when that is somebody else", async () => {
    const { values, persistence } = kept();
    await earlier(persistence);
    const chat = fakeChat();
    chat.state = "closed";
    chat.userId = undefined;
    const store = createChatStore(chat, { persister: persistStore(persistence) });
    await settle();
    expect(store.rooms.get().rooms).toHaveLength(1);
    chat.userId = "eve";
    chat.go("connecting");
    await settle();
    expect(store.rooms.get().rooms).toEqual([]);
    expect(chat.all("follow" as never)).toEqual([]);
    expect(values.size).toBe(0);
  });

  it("show for their own user only", async () => {
    const { values, persistence } = kept();
    await earlier(persistence);
    const tea = values.get("rooms/tea") as SavedRoom;
    const info = { ...tea.summary.info, _id: "cake" };
    values.set("rooms/cake", { ...tea, user_id: "eve", summary: { ...tea.summary, info } });
    const { store } = await later(persistence, "eve");
    expect(store.rooms.get().rooms.map(({ room_id }) => room_id)).toEqual(["cake"]);
  });

  it("are removed, also from storage, if the list does not have them any more", async () => {
    const { values, persistence } = kept();
    await earlier(persistence);
    const { chat, store } = await later(persistence);
    await chat.answer("connectRooms", { rooms: [listed({ _id: "cake" })] });
    expect(store.rooms.get().rooms.map(({ room_id }) => room_id)).toEqual(["cake"]);
    expect([...values.keys()]).toEqual([]);
  });

  it("leave the stored state unchanged while events may be missing: the next page continues from it", async () => {
    const { values, persistence } = kept();
    await earlier(persistence, (chat) => {
      chat.tell("reload", { room_id: "tea" });
      chat.tell("message", message(9));
    });
    expect(values.get("rooms/tea")).toBeUndefined();
  });

  it("hold no text of a message that was deleted", async () => {
    const { values, persistence } = kept();
    await earlier(persistence, (chat) => {
      chat.tell("delete", deleted(1, 3));
    });
    expect(values.get("rooms/tea")).toMatchObject({ messages: [{ deleted: true }, {}] });
  });
});
