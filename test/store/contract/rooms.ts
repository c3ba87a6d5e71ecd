// The contract of `Store.rooms`: the creation of rooms, members, read marks.

import { describe, expect, it } from "vitest";
import { aMember, aMessage, aRoom, newId, readyRoom } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function roomsContract(subject: () => Subject): void {
  const rooms = () => subject().store.rooms;
  const memberOf = async (roomId: string, userId: string) =>
    (await rooms().read(roomId))?.members.get(userId);

  describe("rooms.begin", () => {
    it("puts a room that is not ready", async () => {
      const room = aRoom();
      expect(await rooms().begin(room, "r1")).toEqual({ room, roster: "r1", isReady: false });
    });

    it("leaves the room that has the id unchanged, and returns it", async () => {
      const room = aRoom();
      await rooms().begin(room, "r1");
      const other = aRoom({ id: room.id, creator: "eve", name: "Taken over" });
      expect(await rooms().begin(other, "r2")).toEqual({ room, roster: "r1", isReady: false });
      expect(await rooms().begin(room, "r1")).toEqual({ room, roster: "r1", isReady: false });
    });

    it("reports that a room is ready, with its present head", async () => {
      const room = await readyRoom(subject().store);
      const { rev, seq, lastMessageRev, activeAt } = aMessage(1);
      const head = { rev, seq, lastMessageRev, activeAt };
      await subject().store.log.advance(room.id, aMessage(1));
      expect(await rooms().begin(room, "roster")).toEqual({
        room: { ...room, head },
        roster: "",
        isReady: true,
      });
    });
  });

  describe("rooms.read", () => {
    it("finds nothing where there is no room", async () => {
      expect(await rooms().read(newId("room"))).toBeUndefined();
    });

    it("does not show a room that is being made, members or not", async () => {
      const room = aRoom();
      await rooms().begin(room, "r");
      expect(await rooms().read(room.id)).toBeUndefined();
      await rooms().enlist(room.id, [aMember("ann")]);
      expect(await rooms().read(room.id)).toBeUndefined();
    });

    it("does not show memberships without a room", async () => {
      const id = newId("room");
      await rooms().enlist(id, [aMember("ann")]);
      expect(await rooms().read(id)).toBeUndefined();
    });

    it("gives a group as it was put, with its members by their ids, in the ids' order", async () => {
      const room = aRoom({ memberCount: 3 });
      await rooms().begin(room, "r");
      const [ann, bob, cid] = [aMember("ann", { seenSeq: 1 }), aMember("bob"), aMember("cid")];
      await rooms().enlist(room.id, [cid, ann, bob]);
      await rooms().ready(room.id);
      const view = await rooms().read(room.id);
      expect(view?.room).toEqual(room);
      expect([...(view?.members ?? [])]).toEqual([
        ["ann", ann],
        ["bob", bob],
        ["cid", cid],
      ]);
    });

    it("gives a pair's room with both peers and without an owner, a name or an image", async () => {
      const { owner: _owner, ...ownerless } = aRoom({ type: "peer-to-peer", name: "", image: "" });
      const room = { ...ownerless, peers: ["bob", "ann"] };
      await rooms().begin(room, "r");
      await rooms().ready(room.id);
      const view = await rooms().read(room.id);
      expect(view?.room).toEqual(room);
      expect(view?.room).not.toHaveProperty("owner");
    });

    it("does not confuse a room with another whose id begins with its own", async () => {
      const room = await readyRoom(subject().store, ["ann"]);
      await rooms().enlist(`${room.id}0`, [aMember("eve")]);
      expect((await rooms().read(room.id))?.members.size).toBe(1);
    });
  });

  describe("rooms.ready", () => {
    it("changes nothing when it is called again", async () => {
      const room = await readyRoom(subject().store);
      await rooms().ready(room.id);
      expect((await rooms().read(room.id))?.room).toEqual(room);
    });

    it("does not create a room", async () => {
      const room = aRoom();
      await rooms().ready(room.id);
      expect(await rooms().begin(room, "r")).toEqual({ room, roster: "r", isReady: false });
    });
  });

  describe("rooms.enlist", () => {
    it("writes many memberships", async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `user-${index}`);
      const room = await readyRoom(subject().store, ids);
      expect((await rooms().read(room.id))?.members.size).toBe(60);
    });

    it("leaves a membership that is there as it is, its moved read mark included", async () => {
      const room = await readyRoom(subject().store);
      await rooms().markSeen(room.id, "ann", { seq: 5 });
      const again = aMember("ann", { joinedAt: 1, seenSeq: 0 });
      await rooms().enlist(room.id, [again, aMember("cid")]);
      expect(await memberOf(room.id, "ann")).toEqual(aMember("ann", { seenSeq: 5 }));
      expect(await memberOf(room.id, "cid")).toEqual(aMember("cid"));
      expect(await rooms().markSeen(room.id, "ann", { seq: 4 })).toBe(false);
    });
  });

  describe("rooms.markSeen", () => {
    it("moves a mark forward, for that member only", async () => {
      const room = await readyRoom(subject().store);
      expect(await rooms().markSeen(room.id, "ann", { seq: 2 })).toBe(true);
      expect(await memberOf(room.id, "ann")).toEqual(aMember("ann", { seenSeq: 2 }));
      expect(await memberOf(room.id, "bob")).toEqual(aMember("bob"));
    });

    it("moves it no further when it is there already", async () => {
      const room = await readyRoom(subject().store);
      await rooms().markSeen(room.id, "ann", { seq: 2 });
      expect(await rooms().markSeen(room.id, "ann", { seq: 2 })).toBe(false);
    });

    it("never moves it back", async () => {
      const room = await readyRoom(subject().store);
      await rooms().markSeen(room.id, "ann", { seq: 2 });
      expect(await rooms().markSeen(room.id, "ann", { seq: 1 })).toBe(false);
      expect(await memberOf(room.id, "ann")).toEqual(aMember("ann", { seenSeq: 2 }));
    });

    it("does nothing for somebody who is no member, and does not make them one", async () => {
      const room = await readyRoom(subject().store);
      expect(await rooms().markSeen(room.id, "eve", { seq: 2 })).toBe(false);
      expect([...((await rooms().read(room.id))?.members.keys() ?? [])]).toEqual(["ann", "bob"]);
    });
  });
}
