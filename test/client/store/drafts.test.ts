// Drafts of a conversation: per user, persisted, and shared with other pages.

import { describe, expect, it } from "vitest";
import { createChatStore, persistStore } from "../../../client/store/index.ts";
import { kept } from "../kept.ts";
import { fakeChat } from "./fake-chat.ts";
import { listed, listing, pair, settle } from "./samples.ts";

describe("a draft", () => {
  it("belongs to its conversation, until it is empty", async () => {
    const { store } = await listing([listed(), listed({ _id: "cake" })]);
    store.setDraft("tea", { text: "Hel" });
    const edit = { message_id: "m1", text: "" };
    store.setDraft({ room_id: "cake" }, { text: "", edit });
    expect(store.draft("tea").get()).toEqual({ text: "Hel" });
    expect(store.draft("cake").get()).toEqual({ text: "", edit });
    store.setDraft("tea", { text: "" });
    store.setDraft("cake", undefined);
    expect([store.draft("tea").get(), store.draft("cake").get()]).toEqual([undefined, undefined]);
  });

  it("reaches subscribers at once, because a field that is typed into cannot wait", async () => {
    const { store } = await listing([listed()]);
    const told: unknown[] = [];
    store.draft("tea").subscribe((draft) => told.push(draft?.text));
    store.setDraft("tea", { text: "H" });
    store.setDraft("tea", { text: "He" });
    expect(told).toEqual([undefined, "H", "He"]);
  });

  it("is persisted, and when loaded does not replace what is being written", async () => {
    const { values, persistence } = kept();
    values.set("drafts/tea", { text: "old" });
    values.set("drafts/cake", { text: "kept" });
    values.set("outbox/1", {});
    const store = createChatStore(fakeChat(), { persister: persistStore(persistence) });
    store.setDraft("tea", { text: "new" });
    await settle();
    expect(store.draft("tea").get()).toEqual({ text: "new" });
    expect(store.draft("cake").get()).toEqual({ text: "kept" });
    store.setDraft("cake", undefined);
    await settle();
    expect([...values.keys()]).toEqual(["drafts/tea", "outbox/1"]);
    expect(values.get("drafts/tea")).toEqual({ text: "new" });
  });

  it("follows other pages, whether a pair is named by its room or its user", async () => {
    let tell: (key: string, draft: unknown) => void = () => undefined;
    let isWatched = false;
    const persistence = {
      ...kept().persistence,
      watch(prefix: string, listener: typeof tell) {
        [tell, isWatched] = [listener, prefix === "drafts/"];
        return () => void (isWatched = false);
      },
    };
    const chat = fakeChat();
    const store = createChatStore(chat, { persister: persistStore(persistence) });
    await settle();
    await chat.answer("connectRooms", { rooms: [pair()] });
    const told: unknown[] = [];
    store.draft("p2p.1").subscribe((draft) => told.push(draft?.text));
    tell("drafts/ bob", { text: "Hel" });
    await settle();
    tell("drafts/ bob", undefined);
    await settle();
    expect(told).toEqual([undefined, "Hel", undefined]);
    store.destroy();
    expect(isWatched).toBe(false);
  });
});
