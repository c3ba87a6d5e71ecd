import { expect, it } from "vitest";
import { makePage } from "../../../demo/chat/page.ts";
import { tellNews } from "../../../demo/chat/news.ts";
import * as sample from "../../client/store/samples.ts";
import { listed, listing, message, settle } from "../../client/store/samples.ts";

const ANN = { user_id: "ann", first_name: "Ann" };

async function listening() {
  const { chat, store } = await listing([listed(), listed({ _id: "cake", room_name: "Cake" })]);
  const page = makePage(ANN, store, () => undefined);
  tellNews(chat, store, page);
  page.update({ place: { room_id: "tea" } });
  return { chat, store, page, news: () => page.state.news.map(({ text }) => text) };
}

it("reads out what others write, in the open conversation word by word, and no more", async () => {
  const { chat, news } = await listening();
  chat.tell("message", message(1, { room_id: "cake", first_name: "Bob" }));
  chat.tell("message", message(1));
  chat.tell("message", message(2, { sender_id: "ann" }));
  chat.tell("message", sample.tombstone(3));
  expect(news()).toEqual(["New message from Bob", "Bob: No. 1"]);
});

it("does not read out any more what was deleted, and keeps the latest ten", async () => {
  const { chat, news } = await listening();
  for (let seq = 1; seq <= 12; seq++) chat.tell("message", message(seq));
  expect(news()).toHaveLength(10);
  chat.tell("delete", sample.deleted(12, 13));
  expect(news().at(-1)).toBe("bob: No. 11");
});

it("tells who was added, who left, who was removed by whom, and the group's new name", async () => {
  const { chat, store, news, page } = await listening();
  store.suggestName("dan", "Dan");
  chat.tell("members_added", sample.added(["dan", "eve"], 1));
  chat.tell("member_removed", { ...sample.removed("dan", 2), removed_by: "dan" });
  chat.tell("room_updated", sample.renamed("Chai", 3));
  await settle();
  chat.tell("member_removed", sample.removed("ann", 4));
  await settle();
  expect(news()).toEqual([
    "bob added Dan, eve to Tea",
    "Dan left Tea",
    "The group is called Chai now",
  ]);
  expect(page.state.notice).toBe("bob removed you from Chai.");
});
