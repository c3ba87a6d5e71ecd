// Optimistic reactions: they show at once, and are taken back if they are refused.

import { describe, expect, it } from "vitest";
import type { ChatEvents } from "../../../client/events.ts";
import type { ChatStore } from "../../../client/store/index.ts";
import { deleted, message, opened, settle } from "./samples.ts";

const reactions = (store: ChatStore) =>
  store
    .messages("tea")
    .get()
    .messages.flatMap((one) => ("reactions" in one ? (one.reactions ?? []) : []))
    .map(({ reaction, count, user_ids }) => [reaction, count, ...user_ids].join(" "));

const told = (
  user_id: string,
  on: boolean,
  count: number,
  reaction = "👍",
): ChatEvents["reaction"] => ({
  room_id: "tea",
  message_id: "m1",
  reaction,
  on,
  count,
  user_id,
  rev: 9,
  reacted_at: "",
});

const target = { room_id: "tea", _id: "m1" };

describe("a reaction", () => {
  it("shows at once, several on one message, and counts once when its event and its reply come", async () => {
    const bobs = { reaction: "👍", count: 1, user_ids: ["bob"] };
    const { chat, store } = await opened({ messages: [message(1, { reactions: [bobs] })] });
    const before = store.messages("tea").get().messages[0];
    void store.react(target, "👍", true);
    void store.react(target, "🎉", true);
    expect(reactions(store)).toEqual(["👍 2 bob ann", "🎉 1 ann"]);
    const shown = store.messages("tea").get().messages[0];
    expect(shown).not.toBe(before);
    expect(store.messages("tea").get().messages[0]).toBe(shown);
    // Another user's reaction does not confirm it.
    chat.tell("reaction", { ...told("cid", true, 2), rev: 8 });
    expect(reactions(store)).toEqual(["👍 3 bob cid ann", "🎉 1 ann"]);
    chat.tell("reaction", told("ann", true, 3));
    expect(reactions(store)[0]).toBe("👍 3 bob cid ann");
    await chat.answer("reactMessage", told("ann", true, 3));
    expect(reactions(store)[0]).toBe("👍 3 bob cid ann");
    await chat.answer("reactMessage", told("ann", true, 1, "🎉"));
    chat.tell("reaction", { ...told("ann", true, 1, "🎉"), rev: 10 });
    expect(reactions(store)).toEqual(["👍 3 bob cid ann", "🎉 1 ann"]);
  });

  it("is taken back if it is refused, and disappears at once if it is taken off", async () => {
    const own = { reaction: "👍", count: 1, user_ids: ["ann"] };
    const { chat, store } = await opened({ messages: [message(1, { reactions: [own] })] });
    const refused = store.react(target, "🎉", true).catch(() => undefined);
    void store.react(target, "👍", false);
    expect(reactions(store)).toEqual(["🎉 1 ann"]);
    await chat.refuse("reactMessage", "TOO_LARGE");
    await refused;
    expect(reactions(store)).toEqual([]);
    chat.tell("delete", deleted(1, 9));
    await chat.answer("reactMessage", told("ann", false, 0));
    await settle();
    expect(reactions(store)).toEqual([]);
  });
});
