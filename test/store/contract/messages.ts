// The contract of `Store.messages`: claims of chosen ids, proposed texts, pins.

import { describe, expect, it } from "vitest";
import { aDelete, aLog, aMessage, anEdit, aPin, newId, textAt } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function messagesContract(subject: () => Subject): void {
  const messages = () => subject().store.messages;
  const log = () => subject().store.log;

  describe("messages.claim", () => {
    it("gives an id to the first who claims it", async () => {
      const roomId = newId("room");
      const claim = { sender: "ann", base: 4 };
      expect(await messages().claim(roomId, "m", claim)).toEqual({ ...claim, isNew: true });
      expect(await messages().claimed(roomId, "m")).toEqual(claim);
    });

    it("keeps it theirs when others claim it, and returns whose it is", async () => {
      const roomId = newId("room");
      const first = { sender: "ann", base: 4 };
      await messages().claim(roomId, "m", first);
      for (const second of [
        { sender: "bob", base: 5 },
        { sender: "ann", base: 6 },
      ]) {
        expect(await messages().claim(roomId, "m", second)).toEqual({ ...first, isNew: false });
      }
      expect(await messages().claimed(roomId, "m")).toEqual(first);
    });

    it("counts within one room, and for the very same id", async () => {
      const [one, other] = [newId("room"), newId("room")];
      const claim = { sender: "ann", base: 1 };
      await messages().claim(one, "m", claim);
      expect((await messages().claim(other, "m", claim)).isNew).toBe(true);
      expect((await messages().claim(one, "M", claim)).isNew).toBe(true);
    });
  });

  describe("messages.claimed", () => {
    it("finds nothing where nobody claimed", async () => {
      expect(await messages().claimed(newId("room"), "m")).toBeUndefined();
    });
  });

  describe("messages.noteEdit", () => {
    it("keeps the first state noted for an edit, however often it comes again", async () => {
      const roomId = newId("room");
      expect(await messages().noteEdit(roomId, 1, "e1", 0)).toBe(0);
      expect(await messages().noteEdit(roomId, 1, "e2", 5)).toBe(5);
      expect(await messages().noteEdit(roomId, 1, "e1", 7)).toBe(0);
      expect(await messages().noteEdit(roomId, 1, "e2", 9)).toBe(5);
    });

    it("counts per room and message, and for the very same id", async () => {
      const [one, other] = [newId("room"), newId("room")];
      await messages().noteEdit(one, 1, "e1", 3);
      expect(await messages().noteEdit(other, 1, "e1", 4)).toBe(4);
      expect(await messages().noteEdit(one, 2, "e1", 5)).toBe(5);
      expect(await messages().noteEdit(one, 1, "E1", 6)).toBe(6);
    });
  });

  describe("messages.rebase", () => {
    const claimed = async (base: number) => {
      const roomId = newId("room");
      await messages().claim(roomId, "m", { sender: "ann", base });
      return roomId;
    };

    it("moves a claim's base forward, and leaves its sender", async () => {
      const roomId = await claimed(4);
      await messages().rebase(roomId, "m", 60);
      expect(await messages().claimed(roomId, "m")).toEqual({ sender: "ann", base: 60 });
    });

    it("never moves it back", async () => {
      const roomId = await claimed(60);
      await messages().rebase(roomId, "m", 4);
      expect(await messages().claimed(roomId, "m")).toEqual({ sender: "ann", base: 60 });
    });

    it("does not create a claim", async () => {
      const roomId = newId("room");
      await messages().rebase(roomId, "m", 4);
      expect(await messages().claimed(roomId, "m")).toBeUndefined();
    });
  });

  describe("messages.propose", () => {
    it("stores a text with a message, where no reader sees it yet", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      expect(await messages().propose(roomId, 1, "new", "nonce")).toBe(true);
      expect(await log().message(roomId, 1)).toStrictEqual(aMessage(1));
    });

    it("replaces a waiting text", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      await messages().propose(roomId, 1, "first", "nonce1");
      expect(await messages().propose(roomId, 1, "second", "nonce2")).toBe(true);
      await log().apply(roomId, anEdit(1, 2, { nonce: "nonce2" }));
      expect(await textAt(subject().store, roomId, 1)).toBe("second");
    });

    it("stores one for a message without text", async () => {
      const message = aMessage(1);
      const content = { ...message.content, message: "" } as typeof message.content;
      const roomId = await aLog(subject().store, aMessage(1, { content }));
      expect(await messages().propose(roomId, 1, "new", "nonce")).toBe(true);
    });

    it("refuses for a message that is deleted, and no text stays behind", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      await log().apply(roomId, aDelete(1, 2));
      const { nonce } = anEdit(1, 3);
      expect(await messages().propose(roomId, 1, "late", nonce)).toBe(false);
      expect(await log().apply(roomId, anEdit(1, 3))).toBe(false);
      expect(await log().message(roomId, 1)).not.toHaveProperty("content");
    });

    it("refuses if there is no message, and does not create one", async () => {
      const roomId = await aLog(subject().store, aMessage(1), aPin(1, 2));
      expect(await messages().propose(roomId, 2, "new", "nonce")).toBe(false);
      expect(await messages().propose(roomId, 3, "new", "nonce")).toBe(false);
      expect(await log().after(roomId, 1)).toStrictEqual([aPin(1, 2)]);
    });
  });

  describe("messages.pins and messages.pin", () => {
    it("find nothing in a room without pins", async () => {
      const roomId = newId("room");
      expect(await messages().pins(roomId)).toEqual([]);
      expect(await messages().pin(roomId, 1)).toBeUndefined();
    });

    it("give every pin of the room, those taken off among them, and none of another's", async () => {
      const [roomId, other] = [newId("room"), newId("room")];
      await log().apply(roomId, aPin(1, 3));
      await log().apply(roomId, aPin(2, 4));
      await log().apply(roomId, aPin(20, 21));
      await log().apply(roomId, aPin(1, 22, { pinned: false }));
      await log().apply(other, aPin(1, 3));
      const pins = await messages().pins(roomId);
      const summary = pins.map(({ messageRev, pinned }) => [messageRev, pinned] as const);
      expect(new Map(summary)).toEqual(
        new Map([
          [1, false],
          [2, true],
          [20, true],
        ]),
      );
      expect(await messages().pin(roomId, 20)).toMatchObject({ messageRev: 20, rev: 21 });
    });
  });
}
