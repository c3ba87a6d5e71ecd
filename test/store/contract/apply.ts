// The contract of `Store.log.apply`: an entry changes its target once, even if it is applied again, or late.

import { describe, expect, it } from "vitest";
import { messageContent } from "../../../protocol/message.ts";
import { aDelete, aLog, aMessage, anEdit, aPin, newId, textAt } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function applyContract(subject: () => Subject): void {
  const log = () => subject().store.log;
  const messages = () => subject().store.messages;
  const text = (roomId: string, rev = 1) => textAt(subject().store, roomId, rev);
  const pinAt = (roomId: string) => messages().pin(roomId, 1);

  /** Creates a room whose first message has a proposed text, which the entry at `rev` will set. */
  async function proposed(rev: number, to = "edited"): Promise<string> {
    const roomId = await aLog(subject().store, aMessage(1));
    await messages().propose(roomId, 1, to, anEdit(1, rev).nonce);
    return roomId;
  }

  describe("log.apply of an edit", () => {
    it("makes the waiting text the message's, with its time and entry", async () => {
      const roomId = await proposed(2);
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(true);
      expect(await log().message(roomId, 1)).toStrictEqual({
        ...aMessage(1),
        content: messageContent.parse({ message: "edited" }),
        edited: { rev: 2, at: anEdit(1, 2).at },
      });
    });

    it("changes nothing until then", async () => {
      const roomId = await proposed(2);
      expect(await log().message(roomId, 1)).toStrictEqual(aMessage(1));
    });

    it("changes nothing the second time", async () => {
      const roomId = await proposed(2);
      await log().apply(roomId, anEdit(1, 2));
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(false);
      expect(await text(roomId)).toBe("edited");
    });

    it("changes nothing when another edit's text has replaced its own", async () => {
      const roomId = await proposed(2);
      await messages().propose(roomId, 1, "laid over", "another nonce");
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(false);
      expect(await text(roomId)).toBe("no. 1");
      expect(await log().apply(roomId, anEdit(1, 3, { nonce: "another nonce" }))).toBe(true);
      expect(await text(roomId)).toBe("laid over");
    });

    it("changes nothing after a later edit, even if its text is proposed once more", async () => {
      const roomId = await proposed(2);
      await log().apply(roomId, anEdit(1, 2));
      await messages().propose(roomId, 1, "later", "later nonce");
      await log().apply(roomId, anEdit(1, 3, { nonce: "later nonce" }));
      await messages().propose(roomId, 1, "edited", anEdit(1, 2).nonce);
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(false);
      expect(await text(roomId)).toBe("later");
    });

    it("changes nothing when it comes after a later edit", async () => {
      const roomId = await proposed(2);
      await log().apply(roomId, anEdit(1, 2));
      await messages().propose(roomId, 1, "later", anEdit(1, 3).nonce);
      await log().apply(roomId, anEdit(1, 3));
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(false);
      expect(await log().message(roomId, 1)).toMatchObject({
        content: { message: "later" },
        edited: { rev: 3 },
      });
    });

    it("changes nothing of a message that was deleted meanwhile", async () => {
      const roomId = await proposed(2);
      await log().apply(roomId, aDelete(1, 3));
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(false);
      expect(await log().message(roomId, 1)).not.toHaveProperty("content");
    });

    it("changes nothing when no text waits", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      expect(await log().apply(roomId, anEdit(1, 2))).toBe(false);
      expect(await log().message(roomId, 1)).toStrictEqual(aMessage(1));
    });

    it("leaves the rest of the content", async () => {
      const content = messageContent.parse({ message: "see", attachments: ["a.png"] });
      const roomId = await aLog(subject().store, aMessage(1, { content }));
      await messages().propose(roomId, 1, "", anEdit(1, 2).nonce);
      await log().apply(roomId, anEdit(1, 2));
      expect((await log().message(roomId, 1))?.content).toEqual({ ...content, message: "" });
    });
  });

  describe("log.apply of a delete", () => {
    it("leaves a message's sender, time and place, and adds who deleted it", async () => {
      const roomId = await aLog(subject().store, aMessage(1, { chosenId: "chosen" }));
      expect(await log().apply(roomId, aDelete(1, 2, { by: "bob" }))).toBe(true);
      const { content: _erased, ...rest } = aMessage(1, { chosenId: "chosen" });
      const { at } = aDelete(1, 2);
      expect(await log().message(roomId, 1)).toStrictEqual({
        ...rest,
        deleted: { rev: 2, by: "bob", at },
      });
    });

    it("erases edits, and a text that waits to become one", async () => {
      const roomId = await proposed(2);
      await log().apply(roomId, anEdit(1, 2));
      await messages().propose(roomId, 1, "too late", anEdit(1, 4).nonce);
      await log().apply(roomId, aDelete(1, 3));
      expect(await log().message(roomId, 1)).not.toHaveProperty("edited");
      expect(await log().apply(roomId, anEdit(1, 4))).toBe(false);
      expect(await text(roomId)).toBeUndefined();
    });

    it("changes nothing the second time, not even for another delete", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      await log().apply(roomId, aDelete(1, 2, { by: "bob" }));
      expect(await log().apply(roomId, aDelete(1, 2, { by: "bob" }))).toBe(false);
      expect(await log().apply(roomId, aDelete(1, 3, { by: "cid" }))).toBe(false);
      expect((await log().message(roomId, 1))?.deleted).toMatchObject({ rev: 2, by: "bob" });
    });

    it("removes the pin if the entry says that there is one", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      await log().apply(roomId, aPin(1, 2));
      await log().apply(roomId, aDelete(1, 3, { unpins: true, by: "bob" }));
      const { at } = aDelete(1, 3);
      expect(await pinAt(roomId)).toEqual({ messageRev: 1, pinned: false, rev: 3, by: "bob", at });
    });

    it("writes no pin if the entry says that there is none", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      await log().apply(roomId, aDelete(1, 2));
      expect(await pinAt(roomId)).toBeUndefined();
    });

    it("does not create a message", async () => {
      const roomId = newId("room");
      expect(await log().apply(roomId, aDelete(1, 2))).toBe(false);
      expect(await log().put(roomId, aMessage(1))).toMatchObject({ isPut: true });
    });
  });

  describe("log.apply of a pin", () => {
    const pinOf = (rev: number, pinned: boolean) => {
      const { by, at } = aPin(1, rev);
      return { messageRev: 1, pinned, rev, by, at };
    };
    const apply = (roomId: string, rev: number, pinned: boolean) =>
      log().apply(roomId, aPin(1, rev, { pinned }));

    it("pins, with the user, the time and the entry", async () => {
      const roomId = newId("room");
      expect(await apply(roomId, 2, true)).toBe(true);
      expect(await pinAt(roomId)).toEqual(pinOf(2, true));
    });

    it("changes nothing the second time", async () => {
      const roomId = newId("room");
      await apply(roomId, 2, true);
      expect(await apply(roomId, 2, true)).toBe(false);
    });

    it("unpins, and leaves a mark of that", async () => {
      const roomId = newId("room");
      await apply(roomId, 2, true);
      expect(await apply(roomId, 3, false)).toBe(true);
      expect(await pinAt(roomId)).toEqual(pinOf(3, false));
    });

    it("changes nothing when it is an older pin that comes after a newer unpin", async () => {
      const roomId = newId("room");
      await apply(roomId, 3, false);
      expect(await apply(roomId, 2, true)).toBe(false);
      expect(await pinAt(roomId)).toEqual(pinOf(3, false));
    });

    it("changes nothing when it is an older unpin that comes after a newer pin", async () => {
      const roomId = newId("room");
      await apply(roomId, 3, true);
      expect(await apply(roomId, 2, false)).toBe(false);
      expect(await pinAt(roomId)).toEqual(pinOf(3, true));
    });

    it("changes nothing when it comes after a delete that unpinned", async () => {
      const roomId = await aLog(subject().store, aMessage(1));
      await log().apply(roomId, aDelete(1, 3, { unpins: true }));
      expect(await apply(roomId, 2, true)).toBe(false);
      expect((await pinAt(roomId))?.pinned).toBe(false);
    });

    it("pins again what was unpinned", async () => {
      const roomId = newId("room");
      await apply(roomId, 2, true);
      await apply(roomId, 3, false);
      expect(await apply(roomId, 4, true)).toBe(true);
      expect(await pinAt(roomId)).toEqual(pinOf(4, true));
    });
  });
}
