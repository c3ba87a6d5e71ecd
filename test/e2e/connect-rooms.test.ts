// The list of rooms: its order, its pages, its unread counts, its last messages.

import { afterAll, beforeAll, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import type { EventData } from "../../protocol/actions.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { makeWorld } from "./scenarios.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

type Listed = Record<string, unknown> & { _id: string; unread_count: number };

async function list(person: TestUser, payload: object = {}) {
  await backend.settled();
  const { data, next_cursor } = await person.ask("connectRooms", payload);
  return { rooms: data as unknown as Listed[], next_cursor };
}

async function unread(person: TestUser, room: string): Promise<number | undefined> {
  const { rooms } = await list(person);
  return rooms.find(({ _id }) => _id === room)?.unread_count;
}

it("is empty for somebody new", async () => {
  expect((await list(await backend.join("newcomer"))).rooms).toEqual([]);
});

it("goes from the newest activity to the oldest, and pages through all, each once", async () => {
  const user = await backend.join("pager");
  const ids = Array.from({ length: 12 }, (_, i) => `page-${i}`);
  for (const _id of ids) await user.done("createGroup", { _id, room_name: _id, recipients: [] });
  await user.done("sendMessage", { room_id: "page-3", message: "to the top" });

  const expected = ["page-3", ...ids.filter((id) => id !== "page-3").reverse()];
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(user, { limit: 5, ...(cursor && { cursor }) });
    expect(page.rooms.length).toBeLessThanOrEqual(5);
    found.push(...page.rooms.map(({ _id }) => _id));
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  expect(found).toEqual(expected);
});

it("refuses a cursor that it did not issue", async () => {
  const user = await backend.join("forger");
  for (const cursor of ["", "nonsense", btoa("[1]"), btoa('["a","b"]'), btoa("null")]) {
    const error = await user.refused("connectRooms", { cursor });
    expect(error).toMatchObject({ code: "BAD_REQUEST", issues: [{ path: "cursor" }] });
  }
});

it("counts unread exactly: others' messages since the mark, never one's own", async () => {
  const { ann, bob, room } = await makeWorld(backend);
  expect([await unread(ann, room), await unread(bob, room)]).toEqual([1, 0]);

  const said = { room_id: room, message: "more" };
  const first = await ann.done("sendMessage", said);
  const second = await ann.done("sendMessage", said);
  expect([await unread(ann, room), await unread(bob, room)]).toEqual([0, 2]);

  await bob.done("messageSeen", { room_id: room, message_id: first._id });
  expect(await unread(bob, room)).toBe(1);
  await bob.done("messageSeen", { room_id: room, message_id: second._id });
  await bob.done("messageSeen", { room_id: room, message_id: first._id });
  expect(await unread(bob, room)).toBe(0);

  const third = await ann.done("sendMessage", said);
  const seen = await bob.done("messageSeen", { room_id: room, seq: third.seq });
  expect(seen).toMatchObject({ seq: third.seq, user_id: bob.id });
  expect(seen).not.toHaveProperty("message_id");
  await bob.done("messageSeen", { room_id: room, seq: 1 });
  expect(await unread(bob, room)).toBe(0);
  const beyond = { room_id: room, seq: Number(third.seq) + 1 };
  expect(await bob.refused("messageSeen", beyond)).toMatchObject({ code: "NOT_FOUND" });

  await ann.done("deleteMessage", { room_id: room, message_id: second._id });
  await ann.done("pinMessage", { room_id: room, _id: first._id, pin_message: true });
  expect(await unread(bob, room)).toBe(0);
});

it("shows the first 200 characters of the last message, whole characters only", async () => {
  const { ann, bob, room } = await makeWorld(backend);
  const message = "x".repeat(199) + "😀" + "y".repeat(100);
  await ann.done("sendMessage", {
    room_id: room,
    message,
    first_name: "Ann",
    message_type: "poem",
  });
  const { rooms } = await list(bob);
  expect(rooms[0]?.last_message).toMatchObject({
    message: "x".repeat(199),
    first_name: "Ann",
    message_type: "poem",
    sender_id: ann.id,
  });
});

it.each([
  ["a flag", "🇯🇵"],
  ["a family", "👨‍👩‍👧‍👦"],
  ["a letter with its marks", "e\u0301\u0323"],
  ["a syllable of Hangul in parts", "\u1100\u1161\u11a8"],
])("cuts a last message before %s that does not fit whole", async (_, grapheme) => {
  const { ann, bob, room } = await makeWorld(backend);
  const shown = async (message: string) => {
    await ann.done("sendMessage", { room_id: room, message });
    return (await list(bob)).rooms[0]?.last_message;
  };
  const before = "x".repeat(201 - grapheme.length);
  expect(await shown(`${before}${grapheme}y`)).toMatchObject({ message: before });
  const whole = before.slice(1) + grapheme;
  expect(await shown(`${whole}y`)).toMatchObject({ message: whole });
});

it("cuts a sequence longer than any letter between its characters", async () => {
  const { ann, bob, room } = await makeWorld(backend);
  const message = `e${"\u0301".repeat(1_000)}`;
  await ann.done("sendMessage", { room_id: room, message });
  const { rooms } = await list(bob);
  expect(rooms[0]?.last_message).toMatchObject({ message: message.slice(0, 200) });
});

it("a first name can be changed and removed, and others get that by sync", async () => {
  const { ann, bob, room } = await makeWorld(backend);
  const asked = { rooms: [{ room_id: room, after_rev: 0 }], names: true };
  const namesOf = async () => {
    const [answer] = (await bob.done("sync", asked)) as unknown as EventData<"sync">;
    return answer?.names?.find(({ _id }) => _id === ann.id);
  };
  await ann.done("connectRooms", { first_name: "Ann" });
  expect(await namesOf()).toEqual({ _id: ann.id, first_name: "Ann" });
  await ann.done("connectRooms", { first_name: "Anna" });
  expect(await namesOf()).toEqual({ _id: ann.id, first_name: "Anna" });
  await ann.done("connectRooms");
  expect(await namesOf()).toEqual({ _id: ann.id, first_name: "Anna" });
  await ann.done("connectRooms", { first_name: "" });
  expect(await namesOf()).toEqual({ _id: ann.id });
  const { code } = await ann.refused("connectRooms", { first_name: "\u3164" });
  expect(code).toBe("BAD_REQUEST");
});

it("shows a deleted last message as its tombstone, and an edited one with its present text", async () => {
  const { ann, bob, room } = await makeWorld(backend);
  const { _id, created_at } = await ann.done("sendMessage", { room_id: room, message: "old" });
  await ann.done("editMessage", { room_id: room, message_id: _id, message: "new" });
  expect((await list(bob)).rooms[0]?.last_message).toMatchObject({ message: "new" });
  const { deleted_at } = await ann.done("deleteMessage", { room_id: room, message_id: _id });
  expect((await list(bob)).rooms[0]?.last_message).toEqual({
    _id,
    sender_id: ann.id,
    created_at,
    deleted: true,
    deleted_at,
  });
});

it("shows both users of a pair by their first names, and no last message if there is none", async () => {
  const [left, right] = await Promise.all([backend.join("left"), backend.join("right")]);
  await right.done("connectRooms", { first_name: "Right" });
  await left.done("sendNewMessage", { recipient_id: "right", message: { message: "hi" } });
  await left.done("createGroup", { _id: "quiet", room_name: "Quiet", recipients: [] });
  const { rooms } = await list(left, { first_name: "Left" });
  expect(rooms.map(({ last_message }) => last_message === null)).toEqual([true, false]);
  expect(rooms[1]?.recipients).toEqual([
    { _id: "left", first_name: "Left" },
    { _id: "right", first_name: "Right" },
  ]);
  expect((await list(left)).rooms[1]?.recipients).toEqual(rooms[1]?.recipients);
});

it("stays within a frame, however long names and messages are", async () => {
  const user = await backend.join("wordy");
  const long = "é".repeat(100);
  for (let i = 0; i < 100; i++) {
    const group = {
      _id: `wordy-${i}`,
      room_name: long,
      recipients: [],
      image_url: "é".repeat(512),
    };
    await user.done("createGroup", group);
    await user.done("sendMessage", {
      room_id: group._id,
      message: "é".repeat(400),
      first_name: long,
    });
  }
  const first = await list(user);
  expect(first.rooms.length).toBeLessThan(100);
  const found = new Set<string>();
  for (let page = first; ; page = await list(user, { cursor: page.next_cursor })) {
    expect(Buffer.byteLength(JSON.stringify(page.rooms))).toBeLessThan(32 * 1024);
    for (const { _id } of page.rooms) found.add(_id);
    if (page.next_cursor === undefined) break;
  }
  expect(found.size).toBe(100);
});
