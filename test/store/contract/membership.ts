// The contract of membership changes: additions, removals, and late attempts at either.

import { describe, expect, it } from "vitest";
import type { ChangeEvent, Entry } from "../../../lambdas/chat/model.ts";
import { aMember, anAddition, aRemoval, newId, readyRoom, TIME } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function membershipContract(subject: () => Subject): void {
  const rooms = () => subject().store.rooms;
  const apply = (roomId: string, entry: Entry<ChangeEvent>) =>
    subject().store.log.apply(roomId, entry);
  const idsIn = async (roomId: string) => [...((await rooms().read(roomId))?.members.keys() ?? [])];
  const memberOf = async (roomId: string, userId: string) =>
    (await rooms().read(roomId))?.members.get(userId);
  const roomsOf = async (userId: string) =>
    (await subject().store.roomList.ofUser(userId)).map(({ id }) => id);

  describe("log.apply of an addition", () => {
    it("makes members whose read mark is at the present", async () => {
      const { id } = await readyRoom(subject().store);
      const entry = anAddition(9, ["cid", "dan"], { seq: 7 });
      expect(await apply(id, entry)).toBe(true);
      expect(await idsIn(id)).toEqual(["ann", "bob", "cid", "dan"]);
      expect(await memberOf(id, "dan")).toEqual(
        aMember("dan", { joinedAt: TIME + 9, joinedRev: 9, seenSeq: 7 }),
      );
      expect(await rooms().markSeen(id, "dan", { seq: 7 })).toBe(false);
      expect(await rooms().markSeen(id, "dan", { seq: 8 })).toBe(true);
    });

    it("puts the room into their lists", async () => {
      const { id } = await readyRoom(subject().store);
      const user = newId("someone");
      await apply(id, anAddition(1, [user]));
      expect(await roomsOf(user)).toEqual([id]);
    });

    it("changes nothing the second time, and nothing of existing members", async () => {
      const { id } = await readyRoom(subject().store);
      await apply(id, anAddition(1, ["cid"]));
      await rooms().markSeen(id, "cid", { seq: 4 });
      expect(await apply(id, anAddition(1, ["cid"]))).toBe(false);
      expect(await apply(id, anAddition(2, ["ann", "cid"]))).toBe(false);
      expect(await memberOf(id, "cid")).toMatchObject({ joinedRev: 1, seenSeq: 4 });
      expect(await memberOf(id, "ann")).toMatchObject({ joinedRev: 0 });
    });

    it("adds a hundred at once", async () => {
      const { id } = await readyRoom(subject().store);
      await apply(
        id,
        anAddition(
          1,
          Array.from({ length: 100 }, () => newId("new")),
        ),
      );
      expect(await idsIn(id)).toHaveLength(102);
    });

    it("does not bring back who was removed later", async () => {
      const { id } = await readyRoom(subject().store);
      await apply(id, anAddition(1, ["cid"]));
      await apply(id, aRemoval(2, "cid"));
      expect(await apply(id, anAddition(1, ["cid"]))).toBe(false);
      expect(await idsIn(id)).toEqual(["ann", "bob"]);
    });
  });

  describe("log.apply of a removal", () => {
    it("takes the member out of the room and the room out of their list", async () => {
      const user = newId("someone");
      const { id } = await readyRoom(subject().store, ["ann", user]);
      expect(await apply(id, aRemoval(3, user))).toBe(true);
      expect(await idsIn(id)).toEqual(["ann"]);
      expect(await roomsOf(user)).toEqual([]);
      expect((await rooms().memberships(user, [id])).get(id)).not.toHaveProperty("member");
    });

    it("leaves no mark to move, and repeating the room's creation does not bring the member back", async () => {
      const { id } = await readyRoom(subject().store);
      await apply(id, aRemoval(3, "bob"));
      expect(await rooms().markSeen(id, "bob", { seq: 9 })).toBe(false);
      await rooms().enlist(id, [aMember("bob")]);
      expect(await idsIn(id)).toEqual(["ann"]);
    });

    it("is stored, with who did it and who became the owner", async () => {
      const { id } = await readyRoom(subject().store);
      const entry = aRemoval(3, "bob", { owner: "ann", memberCount: 1 });
      await apply(id, entry);
      const removal = { rev: 3, by: entry.by, at: entry.at, memberCount: 1, owner: "ann" };
      expect(await rooms().removals("bob", [id, newId("room")])).toEqual(new Map([[id, removal]]));
    });

    it("changes nothing the second time", async () => {
      const { id } = await readyRoom(subject().store);
      await apply(id, aRemoval(3, "bob"));
      expect(await apply(id, aRemoval(3, "bob"))).toBe(false);
    });

    it("does not take out who was added again later", async () => {
      const { id } = await readyRoom(subject().store);
      await apply(id, aRemoval(3, "bob"));
      expect(await apply(id, anAddition(4, ["bob"]))).toBe(true);
      expect(await apply(id, aRemoval(3, "bob"))).toBe(false);
      expect(await memberOf(id, "bob")).toMatchObject({ joinedRev: 4 });
    });

    it("is kept after a new addition and an older removal, and replaced by a later one", async () => {
      const { id } = await readyRoom(subject().store);
      const revOfLast = async () => (await rooms().removals("bob", [id])).get(id)?.rev;
      await apply(id, aRemoval(3, "bob"));
      await apply(id, anAddition(4, ["bob"]));
      expect(await revOfLast()).toBe(3);
      await apply(id, aRemoval(5, "bob"));
      await apply(id, aRemoval(3, "bob"));
      expect(await revOfLast()).toBe(5);
    });
  });

  describe("rooms.memberships", () => {
    it("gives those of the rooms that are ready, with the user's membership where there is one", async () => {
      const { store } = subject();
      const user = newId("someone");
      const [mine, others] = [await readyRoom(store, ["ann", user]), await readyRoom(store)];
      const places = await store.rooms.memberships(user, [mine.id, others.id, newId("room")]);
      expect(places).toEqual(
        new Map([
          [mine.id, { room: mine, member: aMember(user) }],
          [others.id, { room: others }],
        ]),
      );
    });

    it("reads fifty rooms", async () => {
      const { store } = subject();
      const user = newId("someone");
      const made = await Promise.all(Array.from({ length: 50 }, () => readyRoom(store, [user])));
      const places = await store.rooms.memberships(
        user,
        made.map(({ id }) => id),
      );
      expect([...places.values()].filter(({ member }) => member)).toHaveLength(50);
    });
  });

  describe("rooms.membersAfter", () => {
    it("gives members in the order of their ids, page after page, each once", async () => {
      const ids = Array.from({ length: 7 }, (_, i) => `m${i}`);
      const { id } = await readyRoom(subject().store, ids);
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await rooms().membersAfter(id, after, 3);
        expect(page.members.length).toBeLessThanOrEqual(3);
        found.push(...page.members.map(({ userId }) => userId));
        after = page.next;
      } while (after !== undefined);
      expect(found).toEqual(ids);
    });

    it("has a next page only where there is a member on it", async () => {
      const { id } = await readyRoom(subject().store, ["m1", "m2", "m3"]);
      expect(await rooms().membersAfter(id, undefined, 2)).toHaveProperty("next", "m2");
      expect(await rooms().membersAfter(id, undefined, 3)).not.toHaveProperty("next");
      expect(await rooms().membersAfter(id, "m2", 1)).not.toHaveProperty("next");
    });

    it("leaves out who was removed", async () => {
      const { id } = await readyRoom(subject().store, ["ann", "bob", "cid"]);
      await apply(id, aRemoval(1, "bob"));
      const { members } = await rooms().membersAfter(id, undefined, 100);
      expect(members.map(({ userId }) => userId)).toEqual(["ann", "cid"]);
    });
  });
}
