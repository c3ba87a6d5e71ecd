// The contract of reactions: an entry changes its message and its user's mark once, even if it is applied late.

import { describe, expect, it } from "vitest";
import { aDelete, aLog, aMessage, aReaction, newId } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function reactionsContract(subject: () => Subject): void {
  const log = () => subject().store.log;
  const shown = async (roomId: string) => (await log().message(roomId, 1))?.reactions;
  const markOf = (roomId: string, { reaction = "👍", userId = "ann", messageRev = 1 } = {}) =>
    subject().store.messages.reaction({ roomId, messageRev, reaction, userId });
  const room = () => aLog(subject().store, aMessage(1));
  const none = { on: false, reactions: [] };

  describe("log.apply of a reaction", () => {
    it("is on the message from then on, with its user, time and entry", async () => {
      const roomId = await room();
      expect(await log().apply(roomId, aReaction(1, 2))).toBe(true);
      expect(await log().message(roomId, 1)).toStrictEqual({
        ...aMessage(1),
        reactions: aReaction(1, 2).reactions,
      });
      const { by, at } = aReaction(1, 2);
      expect(await markOf(roomId)).toEqual({ on: true, rev: 2, by, at });
    });

    it("changes nothing the second time", async () => {
      const roomId = await room();
      await log().apply(roomId, aReaction(1, 2));
      expect(await log().apply(roomId, aReaction(1, 2))).toBe(false);
    });

    it("that is removed is no longer on the message, and leaves a mark of that", async () => {
      const roomId = await room();
      await log().apply(roomId, aReaction(1, 2));
      expect(await log().apply(roomId, aReaction(1, 3, none))).toBe(true);
      expect(await shown(roomId)).toEqual([]);
      expect(await markOf(roomId)).toMatchObject({ on: false, rev: 3 });
    });

    it("changes nothing when it is an older one that comes after a newer one", async () => {
      const roomId = await room();
      await log().apply(roomId, aReaction(1, 3, none));
      expect(await log().apply(roomId, aReaction(1, 2))).toBe(false);
      expect(await shown(roomId)).toEqual([]);
      expect(await markOf(roomId)).toMatchObject({ on: false, rev: 3 });
    });

    it("that is older than another user's only sets its own mark, and changes no count", async () => {
      const roomId = await room();
      const both = [{ reaction: "👍", count: 2, user_ids: ["ann", "bob"] }];
      await log().apply(roomId, aReaction(1, 3, { by: "bob", reactions: both }));
      await log().apply(roomId, aReaction(1, 2));
      expect(await shown(roomId)).toEqual(both);
      expect(await markOf(roomId)).toMatchObject({ on: true, rev: 2 });
    });

    it("goes with the message, and does not come back, however late it comes", async () => {
      const roomId = await room();
      await log().apply(roomId, aReaction(1, 2));
      await log().apply(roomId, aDelete(1, 4));
      expect(await log().message(roomId, 1)).not.toHaveProperty("reactions");
      await log().apply(roomId, aReaction(1, 3, { by: "bob" }));
      expect(await log().message(roomId, 1)).not.toHaveProperty("reactions");
    });

    it("creates no message", async () => {
      const roomId = newId("room");
      await log().apply(roomId, aReaction(1, 2));
      expect(await log().message(roomId, 1)).toBeUndefined();
    });

    it("is read back from the log as it was put there", async () => {
      const entry = aReaction(1, 2, { reaction: "#️⃣", on: false });
      const roomId = await aLog(subject().store, aMessage(1), entry);
      expect(await log().after(roomId, 1)).toStrictEqual([entry]);
    });
  });

  describe("messages.reaction", () => {
    it("is of one user, one emoji and one message", async () => {
      const roomId = await room();
      const keycap = { reaction: "#️⃣", by: "a.b" };
      await log().apply(roomId, aReaction(1, 2, keycap));
      expect(await markOf(roomId, { reaction: "#️⃣", userId: "a.b" })).toMatchObject({ rev: 2 });
      for (const other of [
        { reaction: "👍", userId: "a.b" },
        { reaction: "#️⃣", userId: "ann" },
        { reaction: "#️⃣", userId: "a.b", messageRev: 2 },
      ]) {
        expect(await markOf(roomId, other)).toBeUndefined();
      }
    });
  });
}
