// Catching up over native WebSockets: `sync` replays the events that a connected device received.

import { expect, it } from "vitest";
import type { TestUser } from "../../smoke/test-user.ts";
import { startWithAnnAndBob } from "./ann-and-bob.ts";

const { backend, ann, bob } = await startWithAnnAndBob();

type Answer = Record<string, unknown> & { events: { event: string; data: object }[] };
const sync = async (person: TestUser, room_id: string, after_rev = 0): Promise<Answer> => {
  const answers = await person.done("sync", { rooms: [{ room_id, after_rev }] });
  return (answers as unknown as Answer[])[0] as Answer;
};

/** The events that a device got since the last call, without those that have no `rev`. */
async function eventsOf(person: TestUser) {
  await backend.settled();
  await person.refused("nothing");
  const frames = person.unheard().map(({ event, data }) => ({ event, data }));
  for (const { event } of frames) await person.heard(event);
  return frames.filter(({ data }) => "rev" in data);
}

it("replays every kind of event exactly as another device got it, in order", async () => {
  const [phone] = [await backend.join("bob")];
  await ann.done("createGroup", { _id: "tea", room_name: "Tea", recipients: ["bob", "dan"] });
  const say = (_id: string, otherwise: object = {}) =>
    ann.done("sendMessage", { room_id: "tea", _id, message: _id, ...otherwise });
  await say("m1", { attachments: [{ url: "a.png" }], first_name: "Ann", dateCreated: "2024" });
  await say("m2", { recipients: [{ _id: "bob", msg_seen: true }], message_type: "note" });
  await ann.done("editMessage", { room_id: "tea", message_id: "m2", message: "edited" });
  await bob.done("pinMessage", { room_id: "tea", _id: "m1", pin_message: true });
  await bob.done("addMembers", { room_id: "tea", user_ids: ["cid"] });
  await ann.done("removeMember", { room_id: "tea", user_id: "cid" });
  await ann.done("updateRoom", { room_id: "tea", room_name: "Green", image_url: "g.png" });
  await ann.done("removeMember", { room_id: "tea", user_id: "ann" });
  await bob.done("messageSeen", { room_id: "tea", message_id: "m1" });

  const heard = await eventsOf(phone);
  const { events, marks, ...answer } = await sync(bob, "tea");
  // A message's `recipients` are the current members, and an edited message has its current text.
  const [first, second, ...rest] = events as { data: Record<string, unknown> }[];
  expect(first?.data).toMatchObject({ recipients: [{ _id: "bob" }, { _id: "dan" }] });
  expect({ ...first, data: { ...first?.data, recipients: 0 } }).toEqual({
    ...heard[0],
    data: { ...heard[0]?.data, recipients: 0 },
  });
  const { edited_at, ...edited } = second?.data ?? {};
  expect(edited).toEqual({ ...heard[1]?.data, message: "edited" });
  expect(edited_at).toBe(heard[2]?.data.edited_at);
  expect(rest).toEqual(heard.slice(2));
  expect(answer).toEqual({ room_id: "tea", rev: 8, has_more: false, recovered: true });
  expect(marks).toEqual([
    { user_id: "bob", seen_seq: 1 },
    { user_id: "dan", seen_seq: 0 },
  ]);
  expect((await sync(ann, "tea", 3)).events).toEqual([heard.at(-1)]);
});

it("replays a message that was deleted since as its tombstone, and its deletion", async () => {
  await ann.done("createGroup", { _id: "chess", room_name: "Chess", recipients: ["bob"] });
  await ann.done("sendMessage", { room_id: "chess", _id: "gone", message: "secret" });
  await ann.done("editMessage", { room_id: "chess", message_id: "gone", message: "secret too" });
  await ann.done("deleteMessage", { room_id: "chess", message_id: "gone" });
  const answer = await sync(bob, "chess");
  expect(JSON.stringify(answer)).not.toContain("secret");
  expect(answer.events).toMatchObject([
    { event: "message", data: { _id: "gone", rev: 1, seq: 1 } },
    { event: "delete", data: { message_id: "gone", rev: 3 } },
  ]);
  expect(answer.events[0]?.data).toHaveProperty("deleted_at");
  expect(answer.rev).toBe(3);
});

it("replays a conversation's first message like any other", async () => {
  const { room_id } = await ann.done("sendNewMessage", {
    recipient_id: "bob",
    message: { message: "first" },
  });
  const { events } = await sync(bob, String(room_id));
  expect(events).toMatchObject([{ event: "message", data: { message: "first", rev: 1 } }]);
  expect(events[0]?.data).not.toHaveProperty("room");
});

it("answers for many rooms in one call, in their order", async () => {
  const ids = Array.from({ length: 50 }, (_, i) => `many-${i}`);
  for (const _id of ids) {
    await ann.done("createGroup", { _id, room_name: _id, recipients: ["bob"] });
    await ann.done("sendMessage", { room_id: _id, message: _id });
  }
  const rooms = ids.map((room_id) => ({ room_id, after_rev: 0 }));
  const answers = (await bob.done("sync", { rooms })) as unknown as Answer[];
  expect(answers.map(({ room_id, rev }) => [room_id, rev])).toEqual(ids.map((id) => [id, 1]));
  expect(answers.flatMap(({ events }) => events)).toHaveLength(50);
  const more = { rooms: [...rooms, { room_id: "tea", after_rev: 0 }] };
  expect((await bob.refused("sync", more)).code).toBe("TOO_LARGE");
  expect((await bob.refused("sync", { rooms: [] })).code).toBe("BAD_REQUEST");
});
