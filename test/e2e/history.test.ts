// History and pins: the pages of `getMessages` and `getPins`, over native WebSockets.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

let backend: Backend;
let ann: TestUser;
let bob: TestUser;
let stranger: TestUser;
beforeAll(async () => {
  backend = await startBackend();
  [ann, bob, stranger] = (await Promise.all(
    ["ann", "bob", "eve"].map((id) => backend.join(id)),
  )) as [TestUser, TestUser, TestUser];
});
afterAll(() => backend.close());

type Data = Record<string, unknown>;
interface Page {
  readonly messages: Data[];
  readonly has_more: boolean;
  readonly next_before_rev?: number;
  readonly next_after_rev?: number;
  readonly rev: number;
}

let rooms = 0;
async function newRoom(others: readonly string[] = [bob.id]): Promise<string> {
  const _id = `history-${++rooms}`;
  await ann.done("createGroup", { _id, room_name: "History", recipients: others });
  return _id;
}
const say = (room_id: string, _id: string, otherwise: object = {}) =>
  ann.done("sendMessage", { room_id, _id, message: `text of ${_id}`, ...otherwise });
const pageOf = async (room_id: string, otherwise: object = {}, person = ann) =>
  (await person.done("getMessages", { room_id, ...otherwise })) as unknown as Page;
const pinsOf = async (room_id: string, otherwise: object = {}) => {
  const { data, next_cursor } = await ann.ask("getPins", { room_id, ...otherwise });
  return { pins: data as unknown as Data[], next_cursor };
};
const idsOf = (messages: readonly Data[]) => messages.map(({ _id }) => _id);
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe("getMessages", () => {
  it("gives the newest messages oldest first, and the room's newest rev", async () => {
    const room = await newRoom();
    for (const id of ["m1", "m2", "m3"]) await say(room, id);
    const page = await pageOf(room, { limit: 2 });
    expect(idsOf(page.messages)).toEqual(["m2", "m3"]);
    expect(page).toMatchObject({ room_id: room, has_more: true, next_before_rev: 2, rev: 3 });
    expect(page).not.toHaveProperty("next_after_rev");
    const whole = await pageOf(room, { limit: 3 });
    expect(whole.has_more).toBe(false);
    expect(whole).not.toHaveProperty("next_before_rev");
  });

  it("gives a message as its members received it", async () => {
    const room = await newRoom();
    const { data } = await ann.ask("sendMessage", {
      room_id: room,
      message: "whole",
      attachments: [{ url: "a.png" }],
      first_name: "Ann",
      reply_message: { _id: "x" },
      dateCreated: "2024",
      isStoryReply: true,
    });
    expect((await pageOf(room, {}, bob)).messages).toEqual([data]);
  });

  it("reads back to the first message, each once, whatever lies between", async () => {
    const room = await newRoom();
    for (let i = 1; i <= 7; i++) {
      await say(room, `m${i}`);
      if (i % 2) await ann.done("pinMessage", { room_id: room, _id: `m${i}`, pin_message: true });
    }
    const found: unknown[] = [];
    let before_rev: number | undefined;
    do {
      const at = before_rev === undefined ? {} : { before_rev };
      const page = await pageOf(room, { limit: 3, ...at });
      expect(page.messages.length).toBeLessThanOrEqual(3);
      expect(page.has_more).toBe(page.next_before_rev !== undefined);
      found.unshift(...idsOf(page.messages));
      before_rev = page.next_before_rev;
    } while (before_rev !== undefined);
    expect(found).toEqual(["m1", "m2", "m3", "m4", "m5", "m6", "m7"]);
  });

  it("reads forwards from a rev to the newest message, and returns up to where it is complete", async () => {
    const room = await newRoom();
    for (const id of ["m1", "m2", "m3", "m4", "m5"]) await say(room, id);
    const first = await pageOf(room, { after_rev: 1, limit: 2 });
    expect(idsOf(first.messages)).toEqual(["m2", "m3"]);
    expect(first).toMatchObject({ has_more: true, next_after_rev: 3, rev: 3 });
    const second = await pageOf(room, { after_rev: 3, limit: 5 });
    expect(idsOf(second.messages)).toEqual(["m4", "m5"]);
    expect(second).toMatchObject({ has_more: false, rev: 5 });
    expect(await pageOf(room, { after_rev: 5 })).toMatchObject({ messages: [], rev: 5 });
  });

  it("returns as many messages as asked for, however many changes lie between: an entry names the message before it", async () => {
    const room = await newRoom();
    await say(room, "m1");
    await say(room, "m2");
    const edit = () =>
      ann.done("editMessage", { room_id: room, message_id: "m2", message: "again" });
    for (let i = 0; i < 8; i++) await edit();
    const whole = await pageOf(room, { limit: 2 });
    expect(idsOf(whole.messages)).toEqual(["m1", "m2"]);
    expect(whole).toMatchObject({ has_more: false, rev: 10 });
    expect(await pageOf(room, { limit: 1 })).toMatchObject({ has_more: true, next_before_rev: 2 });
    const forward = await pageOf(room, { limit: 2, after_rev: 1 });
    expect(idsOf(forward.messages)).toEqual(["m2"]);
  });

  it("has more only if there is another message, in either direction", async () => {
    const room = await newRoom();
    const rename = (room_name: string) => ann.done("updateRoom", { room_id: room, room_name });
    await rename("Before");
    for (const id of ["m1", "m2", "m3"]) await say(room, id);
    await rename("After");
    await rename("Later");
    const hasMore = async (otherwise: object) => (await pageOf(room, otherwise)).has_more;
    expect(await hasMore({ before_rev: 5, limit: 2 })).toBe(true);
    expect(await hasMore({ before_rev: 5, limit: 3 })).toBe(false);
    expect(await hasMore({ before_rev: 2, limit: 1 })).toBe(false);
    expect(await hasMore({ after_rev: 1, limit: 2 })).toBe(true);
    expect(await hasMore({ after_rev: 1, limit: 3 })).toBe(false);
    expect(await hasMore({ after_rev: 4, limit: 1 })).toBe(false);
  });

  it("is empty in a room without messages", async () => {
    const empty = { messages: [], has_more: false, rev: 0 };
    expect(await pageOf(await newRoom())).toMatchObject(empty);
  });

  it("shows an edited message with its present text and a deleted one as a tombstone", async () => {
    const room = await newRoom();
    await say(room, "edited");
    await say(room, "deleted", { attachments: ["secret.png"] });
    await ann.done("editMessage", { room_id: room, message_id: "edited", message: "new" });
    await ann.done("deleteMessage", { room_id: room, message_id: "deleted" });
    const { messages, rev } = await pageOf(room);
    expect(messages[0]).toMatchObject({ _id: "edited", message: "new", seq: 1, rev: 1 });
    expect(messages[0]).toHaveProperty("edited_at");
    const { created_at, deleted_at, ...tombstone } = messages[1] ?? {};
    expect([created_at, deleted_at].map((time) => typeof time)).toEqual(["string", "string"]);
    expect(tombstone).toEqual({
      _id: "deleted",
      room_id: room,
      sender_id: ann.id,
      seq: 2,
      rev: 2,
      deleted: true,
    });
    expect(rev).toBe(4);
  });

  it("says who has seen a message by the members' read marks, not by what the sender wrote", async () => {
    const room = await newRoom([bob.id, "cid"]);
    const seenBy = async () =>
      (await pageOf(room)).messages.map(({ recipients }) =>
        (recipients as { _id: string; msg_seen: boolean }[])
          .filter(({ msg_seen }) => msg_seen)
          .map(({ _id }) => _id),
      );
    await say(room, "m1", { recipients: [{ _id: bob.id, msg_seen: true }, { _id: "cid" }] });
    await say(room, "m2");
    expect(await seenBy()).toEqual([[], []]);
    await bob.done("messageSeen", { room_id: room, message_id: "m1" });
    expect(await seenBy()).toEqual([[bob.id], []]);
    await bob.done("sendMessage", { room_id: room, message: "I have read all" });
    expect(await seenBy()).toEqual([[bob.id], [bob.id], []]);
  });

  it("ends a page where the frame is full, and leaves nothing out", async () => {
    const room = await newRoom();
    const ids = Array.from({ length: 12 }, (_, i) => `long-${i}`);
    for (const id of ids) await say(room, id, { message: "日".repeat(LIMITS.messageCharacters) });
    const found: unknown[] = [];
    let page = await pageOf(room, { limit: 100 });
    for (;;) {
      expect(bytesOf(page)).toBeLessThan(LIMITS.serverFrameBytes - 200);
      expect(page.messages.length).toBeGreaterThan(0);
      found.unshift(...idsOf(page.messages));
      if (page.next_before_rev === undefined) break;
      page = await pageOf(room, { limit: 100, before_rev: page.next_before_rev });
    }
    expect(found).toEqual(ids);

    const forward: unknown[] = [];
    let after_rev: number | undefined = 0;
    while (after_rev !== undefined) {
      const next: Page = await pageOf(room, { limit: 100, after_rev });
      expect(bytesOf(next)).toBeLessThan(LIMITS.serverFrameBytes - 200);
      forward.push(...idsOf(next.messages));
      after_rev = next.next_after_rev;
    }
    expect(forward).toEqual(ids);
  });

  it("is FORBIDDEN to strangers, as if there were no room", async () => {
    const room = await newRoom();
    const refused = await stranger.refused("getMessages", { room_id: room });
    const nowhere = await stranger.refused("getMessages", { room_id: "no such room" });
    expect(nowhere.code).toBe("BAD_REQUEST");
    const none = await stranger.refused("getMessages", { room_id: "no-such-room" });
    expect(refused).toEqual(none);
    expect(refused.code).toBe("FORBIDDEN");
  });

  it("reads in one direction at a time", async () => {
    const both = { room_id: await newRoom(), before_rev: 3, after_rev: 1 };
    expect((await ann.refused("getMessages", both)).code).toBe("BAD_REQUEST");
  });
});

describe("getPins", () => {
  const pin = (room_id: string, _id: string, pin_message = true) =>
    bob.done("pinMessage", { room_id, _id, pin_message });

  it("gives the pinned messages in their present form, newest pin first, with who pinned them and when", async () => {
    const room = await newRoom();
    for (const id of ["m1", "m2", "m3"]) await say(room, id);
    for (const id of ["m3", "m1", "m2"]) await pin(room, id);
    await pin(room, "m3", false);
    await ann.done("editMessage", { room_id: room, message_id: "m1", message: "new" });
    const { pins } = await pinsOf(room);
    expect(pins).toMatchObject([
      { _id: "m2", message: "text of m2", pinned_by: bob.id, pinned_rev: 6, rev: 2 },
      { _id: "m1", message: "new", pinned_by: bob.id, pinned_rev: 5, rev: 1 },
    ]);
    expect(Date.parse(String(pins[0]?.pinned_at))).toBeGreaterThan(0);
  });

  it("says who has seen them, as the history does", async () => {
    const room = await newRoom();
    await say(room, "m1");
    await pin(room, "m1");
    await bob.done("messageSeen", { room_id: room, message_id: "m1" });
    const [pinned] = (await pinsOf(room)).pins;
    expect(pinned?.recipients).toEqual([{ _id: bob.id, msg_seen: true }]);
  });

  it("leaves out what was deleted", async () => {
    const room = await newRoom();
    await say(room, "m1");
    await pin(room, "m1");
    await ann.done("deleteMessage", { room_id: room, message_id: "m1" });
    expect((await pinsOf(room)).pins).toEqual([]);
  });

  it("continues with a cursor if the pins are too much for one frame", async () => {
    const room = await newRoom();
    const ids = Array.from({ length: 12 }, (_, i) => `pin-${i}`);
    for (const id of ids) {
      await say(room, id, { message: "日".repeat(LIMITS.messageCharacters) });
      await pin(room, id);
    }
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { pins, next_cursor } = await pinsOf(room, cursor === undefined ? {} : { cursor });
      expect(bytesOf(pins)).toBeLessThan(LIMITS.serverFrameBytes - 200);
      found.push(...idsOf(pins));
      cursor = next_cursor;
    } while (cursor !== undefined);
    expect(found).toEqual([...ids].reverse());
  });

  it("is FORBIDDEN to strangers, and takes no cursor but its own", async () => {
    const room = await newRoom();
    expect((await stranger.refused("getPins", { room_id: room })).code).toBe("FORBIDDEN");
    expect((await ann.refused("getPins", { room_id: room, cursor: "x" })).code).toBe("BAD_REQUEST");
  });
});
