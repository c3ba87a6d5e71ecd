// How often the page asks who is online.

import { afterEach, expect, it, vi } from "vitest";
import { followPresence } from "../../../demo/chat/presence.ts";
import { makePage } from "../../../demo/chat/page.ts";
import { listed, listing } from "../../client/store/samples.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("is asked often in small conversations, seldom in larger ones, and never while nobody looks", async () => {
  const { chat, store } = await listing([listed(), listed({ _id: "hall", member_count: 60 })]);
  const page = makePage({ user_id: "ann", first_name: "Ann" }, store, () => undefined);
  vi.useFakeTimers();
  let isVisible = true;
  const end = followPresence(store, page, () => isVisible);
  const asked = (): number => chat.all("getMembers").length;
  vi.advanceTimersByTime(60_000);
  expect(asked()).toBe(0);
  page.update({ conversation: { room_id: "tea" } });
  vi.advanceTimersByTime(60_000);
  expect(asked()).toBe(6);
  page.update({ conversation: { room_id: "hall" } });
  vi.advanceTimersByTime(60_000);
  expect(asked()).toBe(8);
  isVisible = false;
  vi.advanceTimersByTime(60_000);
  isVisible = true;
  chat.go("offline");
  vi.advanceTimersByTime(60_000);
  end();
  chat.go("online");
  vi.advanceTimersByTime(60_000);
  expect(asked()).toBe(8);
});
