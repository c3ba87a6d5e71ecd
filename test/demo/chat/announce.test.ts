// Announcements for screen readers.

import { expect, it } from "vitest";
import { makePage } from "../../../demo/chat/page.ts";
import { announceEvents } from "../../../demo/chat/announce.ts";
import * as sample from "../../client/store/samples.ts";
import { listed, listing, message, settle } from "../../client/store/samples.ts";

const ANN = { user_id: "ann", first_name: "Ann" };

async function listening() {
  const { chat, store } = await listing([listed(), listed({ _id: "cake", room_name: "Cake" })]);
  const page = makePage(ANN, store, () => undefined);
  announceEvents(chat, store, page);
  page.update({ conversation: { room_id: "tea" } });
  return { chat, store, page, announced: () => page.state.announcements.map(({ text }) => text) };
}

it("reads out others' messages, those of the open conversation word by word, and nothing else", async () => {
  const { chat, announced } = await listening();
  chat.tell("message", message(1, { room_id: "cake", first_name: "Bob" }));
  chat.tell("message", message(1));
  chat.tell("message", message(2, { sender_id: "ann" }));
  chat.tell("message", sample.tombstone(3));
  expect(announced()).toEqual(["New message from Bob", "Bob: No. 1"]);
});

it("no longer reads out a deleted message, and keeps the latest ten", async () => {
  const { chat, announced } = await listening();
  for (let seq = 1; seq <= 12; seq++) chat.tell("message", message(seq));
  expect(announced()).toHaveLength(10);
  chat.tell("delete", sample.deleted(12, 13));
  expect(announced().at(-1)).toBe("bob: No. 11");
});

it("reads out who was added, who left, who was removed by whom, and changes of the group", async () => {
  const { chat, store, announced, page } = await listening();
  store.suggestName("dan", "Dan");
  chat.tell("members_added", sample.added(["dan", "ann", "eve"], 1));
  chat.tell("member_removed", { ...sample.removed("dan", 2), removed_by: "dan" });
  chat.tell("member_removed", sample.removed("eve", 3));
  chat.tell("room_updated", sample.renamed("Chai", 4));
  const { room_name: _name, ...picture } = sample.renamed("", 5);
  chat.tell("room_updated", { ...picture, image_url: "https://example.com/chai.png" });
  chat.tell("room_updated", { ...picture, room_id: "cake", image_url: "" });
  chat.tell("pin_message", sample.pinned(1, 6));
  chat.tell("pin_message", sample.pinned(1, 7, false));
  await settle();
  chat.tell("member_removed", sample.removed("ann", 8));
  await settle();
  expect(announced()).toEqual([
    "bob added Dan, you and eve",
    "Dan left",
    "bob removed eve",
    "bob renamed the group to Chai",
    "bob changed the group’s picture",
    "Cake: bob took the group’s picture away",
    "bob pinned a message",
  ]);
  expect(page.state.notice).toBe("bob removed you from Chai.");
});
