// The contract of `Store.log`: entries are put into slots and read from them, and the room's head advances.

import { describe, expect, it } from "vitest";
import type { Entry } from "../../../lambdas/chat/model.ts";
import {
  aDelete,
  aLog,
  aMessage,
  anAddition,
  anEdit,
  aPin,
  aRemoval,
  aRename,
  aRoom,
  newId,
  readyRoom,
} from "./samples.ts";
import type { Subject } from "./subject.ts";

export function logContract(subject: () => Subject): void {
  const log = () => subject().store.log;
  const messages = (count: number) =>
    Array.from({ length: count }, (_, index) => aMessage(index + 1));
  const revs = (entries: Entry[]) => entries.map(({ rev }) => rev);

  describe("log.put", () => {
    it("fills an empty slot", async () => {
      const roomId = newId("room");
      expect(await log().put(roomId, aMessage(1))).toEqual({ isPut: true });
      expect(await log().after(roomId, 0)).toEqual([aMessage(1)]);
    });

    it("leaves a slot that is taken as it is", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      // Not every database returns the existing item.
      const taken = [{ isPut: false }, { isPut: false, existing: aMessage(1) }];
      const late = aMessage(1, { by: "eve", nonce: "other" });
      expect(taken).toContainEqual(await log().put(roomId, late));
      expect(taken).toContainEqual(await log().put(roomId, aPin(1, 1)));
      expect(await log().after(roomId, 0)).toEqual([aMessage(1)]);
    });

    it("fills the same slot in another room's log", async () => {
      const [one, other] = [newId("room"), newId("room")];
      await log().put(one, aMessage(1));
      expect(await log().put(other, aMessage(1, { by: "bob" }))).toEqual({ isPut: true });
      expect((await log().after(one, 0))[0]?.by).toBe("ann");
    });

    it.each([
      ["a message", aMessage(1)],
      ["a message of a chosen id", aMessage(1, { chosenId: "chosen:1|@x" })],
      ["an edit", anEdit(1, 2)],
      ["a delete", aDelete(1, 2)],
      ["a delete that unpins", aDelete(1, 2, { unpins: true })],
      ["a pin", aPin(1, 2)],
      ["an unpin", aPin(1, 2, { pinned: false })],
    ])("keeps all of %s", async (_what, entry) => {
      const roomId = await aLog(subject().store, entry);
      expect(await log().after(roomId, entry.rev - 1)).toStrictEqual([entry]);
    });
  });

  describe("log.after", () => {
    it("finds nothing in a room without entries", async () => {
      expect(await log().after(newId("room"), 0)).toEqual([]);
    });

    it("gives the entries after a rev, in the order of their numbers, not of their digits", async () => {
      const roomId = await aLog(subject().store, ...messages(34));
      expect(revs(await log().after(roomId, 8))).toEqual(revs(messages(34)).slice(8));
    });

    it("gives nothing after the last", async () => {
      const roomId = await aLog(subject().store, ...messages(2));
      expect(await log().after(roomId, 2)).toEqual([]);
      expect(await log().after(roomId, 9)).toEqual([]);
    });

    it("gives no more than the limit", async () => {
      const roomId = await aLog(subject().store, ...messages(5));
      expect(revs(await log().after(roomId, 1, 3))).toEqual([2, 3, 4]);
      expect(revs(await log().after(roomId, 1, 4))).toEqual([2, 3, 4, 5]);
      expect(revs(await log().after(roomId, 1, 9))).toEqual([2, 3, 4, 5]);
    });

    it("ends at the first slot that is not filled yet", async () => {
      const roomId = await aLog(subject().store, aMessage(1), aMessage(2), aMessage(4));
      expect(revs(await log().after(roomId, 0))).toEqual([1, 2]);
      expect(await log().after(roomId, 2)).toEqual([]);
      expect(revs(await log().after(roomId, 3))).toEqual([4]);
    });

    it("has nothing but entries: no claim, pin, member or room", async () => {
      const { store } = subject();
      const room = await readyRoom(store);
      await store.log.put(room.id, aMessage(1));
      await store.messages.claim(room.id, "chosen", { sender: "ann", base: 1 });
      await store.log.apply(room.id, aPin(1, 2));
      expect(revs(await log().after(room.id, 0))).toEqual([1]);
    });
  });

  describe("log.message", () => {
    it("finds the message of a slot", async () => {
      const roomId = await aLog(subject().store, aMessage(1), aMessage(2));
      expect(await log().message(roomId, 2)).toStrictEqual(aMessage(2));
    });

    it("finds nothing in an empty slot", async () => {
      expect(await log().message(newId("room"), 1)).toBeUndefined();
    });

    it.each([anEdit(1, 2), aDelete(1, 2), aPin(1, 2), anAddition(2, ["cid"])])(
      "takes nothing else for a message: $kind",
      async (entry) => {
        const roomId = await aLog(subject().store, aMessage(1), entry);
        expect(await log().message(roomId, 2)).toBeUndefined();
      },
    );
  });

  describe("log.before", () => {
    const revsBefore = async (roomId: string, rev: number | undefined, limit: number) =>
      (await log().before(roomId, rev, limit)).map((entry) => entry.rev);
    const five = () => aLog(subject().store, ...[1, 2, 3, 4, 5].map((rev) => aMessage(rev)));

    it("gives the newest entries of all, the newest first, and no more than asked for", async () => {
      expect(await revsBefore(await five(), undefined, 3)).toEqual([5, 4, 3]);
    });

    it("gives those before a rev, down to the first", async () => {
      const roomId = await five();
      expect(await revsBefore(roomId, 3, 10)).toEqual([2, 1]);
      expect(await revsBefore(roomId, 1, 10)).toEqual([]);
      expect(await revsBefore(roomId, 99, 1)).toEqual([5]);
    });

    it("gives nothing of a log that is empty", async () => {
      expect(await revsBefore(newId("room"), undefined, 10)).toEqual([]);
    });

    it("gives entries as they were put, whatever their kind", async () => {
      const entries = [
        aMessage(1),
        anEdit(1, 2),
        aDelete(1, 3, { unpins: true }),
        aPin(1, 4),
        anAddition(5, ["cid", "dan"]),
        aRemoval(6, "cid"),
        aRemoval(7, "ann", { owner: "bob" }),
        aRename(8, { name: "Go", image: "" }),
        aRename(9, { name: "Go" }),
      ];
      const roomId = await aLog(subject().store, ...entries);
      expect(await log().before(roomId, undefined, 20)).toStrictEqual([...entries].reverse());
      expect(await log().after(roomId, 0)).toStrictEqual(entries);
    });
  });

  describe("log.messages", () => {
    it("gives the messages at the places that hold one, of several rooms at once", async () => {
      const [one, other] = await Promise.all([
        aLog(subject().store, aMessage(1), aMessage(2), anEdit(1, 3)),
        aLog(subject().store, aMessage(1)),
      ]);
      const found = await log().messages([
        ...[1, 2, 3, 4].map((rev) => ({ roomId: one, rev })),
        { roomId: other, rev: 1 },
        { roomId: newId("room"), rev: 1 },
      ]);
      expect(found).toEqual(
        new Map([
          [one, new Map([1, 2].map((rev) => [rev, aMessage(rev)]))],
          [other, new Map([[1, aMessage(1)]])],
        ]),
      );
    });
  });

  describe("log.endedAt", () => {
    it("names the rooms whose logs hold nothing after a place, and those that have none", async () => {
      const { store } = subject();
      const [one, two] = [await aLog(store, aMessage(1)), await aLog(store, ...messages(2))];
      const none = newId("room");
      const places = [
        { roomId: one, rev: 1 },
        { roomId: two, rev: 1 },
        { roomId: none, rev: 0 },
      ];
      expect(await log().endedAt(places)).toEqual(new Set([one, none]));
      expect(await log().endedAt([{ roomId: two, rev: 2 }])).toEqual(new Set([two]));
      expect(await log().endedAt([])).toEqual(new Set());
    });
  });

  describe("log.advance", () => {
    const head = { rev: 3, seq: 2, lastMessageRev: 2, activeAt: 99 };
    const entry = aPin(2, 3, head);
    const roomOf = async (roomId: string) => (await subject().store.rooms.read(roomId))?.room;
    const headOf = async (roomId: string) => (await subject().store.rooms.read(roomId))?.room.head;

    it("brings the room up to a head", async () => {
      const room = await readyRoom(subject().store);
      await log().advance(room.id, entry);
      expect(await headOf(room.id)).toEqual(head);
    });

    it("takes no more of a message's change than its head", async () => {
      const room = await readyRoom(subject().store);
      await log().advance(room.id, aPin(2, 3));
      const { rev, seq, lastMessageRev, activeAt } = aPin(2, 3);
      expect((await subject().store.rooms.read(room.id))?.room).toStrictEqual({
        ...room,
        head: { rev, seq, lastMessageRev, activeAt },
      });
    });

    it("applies the fields of a group's change to the room", async () => {
      const room = await readyRoom(subject().store);
      await log().advance(room.id, anAddition(1, ["cid"], { memberCount: 3 }));
      expect(await roomOf(room.id)).toMatchObject({ memberCount: 3, owner: "ann" });
      await log().advance(room.id, aRemoval(2, "bob", { memberCount: 2 }));
      expect(await roomOf(room.id)).toMatchObject({ memberCount: 2, owner: "ann" });
      await log().advance(room.id, aRemoval(3, "ann", { memberCount: 1, owner: "cid" }));
      expect(await roomOf(room.id)).toMatchObject({ memberCount: 1, owner: "cid", creator: "ann" });
      await log().advance(room.id, aRename(4, { name: "Go" }));
      expect(await roomOf(room.id)).toMatchObject({ name: "Go", image: room.image });
      await log().advance(room.id, aRename(5, { image: "" }));
      expect(await roomOf(room.id)).toMatchObject({ name: "Go", image: "" });
      await log().advance(room.id, aRename(4, { name: "Too late" }));
      expect(await roomOf(room.id)).toMatchObject({ name: "Go", head: { rev: 5 } });
    });

    it("never moves the room back, nor changes it at the same rev", async () => {
      const room = await readyRoom(subject().store);
      await log().advance(room.id, entry);
      await log().advance(room.id, aMessage(2));
      await log().advance(room.id, aMessage(3));
      expect(await headOf(room.id)).toEqual(head);
    });

    it("does not create a room", async () => {
      const room = aRoom();
      await log().advance(room.id, entry);
      expect((await subject().store.rooms.begin(room, "r")).room).toEqual(room);
    });
  });
}
