// The contract of `Store.buckets`: every charge counts exactly, also when many run at the same time.

import { describe, expect, it } from "vitest";
import type { Charge } from "../../../lambdas/chat/tokens.ts";
import { newId, readyRoom } from "./samples.ts";
import type { Subject } from "./subject.ts";

const NOW = 1_000_000;

/** A charge on a bucket of five tokens, which refills at one token per ten milliseconds. */
const charge = (tokens: number, now = NOW, isFull = true): Charge => ({
  cost: tokens * 10,
  capacity: 50,
  now,
  isFull,
});

export function bucketsContract(subject: () => Subject): void {
  const buckets = () => subject().store.buckets;

  describe("buckets.take", () => {
    it("takes tokens that a bucket holds, and returns when a bucket with fewer is full again", async () => {
      const user = newId("user");
      expect(await buckets().take(user, "reads", charge(3))).toBeUndefined();
      expect(await buckets().take(user, "reads", charge(2))).toBeUndefined();
      expect(await buckets().take(user, "reads", charge(1))).toBe(NOW + 50);
      expect(await buckets().take(user, "reads", charge(1, NOW + 10))).toBeUndefined();
      expect(await buckets().take(user, "reads", charge(1, NOW + 10))).toBe(NOW + 60);
    });

    it("fills a bucket up, and no further, however long nothing is taken", async () => {
      const user = newId("user");
      await buckets().take(user, "reads", charge(5));
      expect(await buckets().take(user, "reads", charge(5, NOW + 9_999))).toBeUndefined();
      expect(await buckets().take(user, "reads", charge(1, NOW + 9_999))).toBe(NOW + 10_049);
    });

    it("never gives more than a bucket holds", async () => {
      const user = newId("user");
      expect(await buckets().take(user, "reads", charge(6))).toBe(NOW);
    });

    it("gives out exactly the tokens it has, to many at once", async () => {
      const user = newId("user");
      const asked = Array.from({ length: 12 }, () => buckets().take(user, "invites", charge(1)));
      const given = (await Promise.all(asked)).filter((fullAt) => fullAt === undefined);
      expect(given).toHaveLength(5);
    });

    it("keeps buckets of a user apart, and users", async () => {
      const [user, other] = [newId("user"), newId("user")];
      await buckets().take(user, "reads", charge(5));
      expect(await buckets().take(user, "invites", charge(5))).toBeUndefined();
      expect(await buckets().take(other, "reads", charge(5))).toBeUndefined();
    });

    it("stores a first name with the tokens it takes, and leaves connections unchanged", async () => {
      const user = newId("user");
      await subject().addUser({ id: user, connections: [{ id: "c", until: 1 }] });
      await buckets().take(user, "reads", charge(1), "Ann");
      await buckets().take(user, "reads", charge(1), "Anna");
      await buckets().take(user, "reads", charge(4), "Annabel");
      expect(await subject().store.users([user])).toEqual([
        { id: user, firstName: "Anna", connections: [{ id: "c", until: 1 }] },
      ]);
    });
  });

  describe("buckets.drain", () => {
    it("takes more than the bucket has", async () => {
      const user = newId("user");
      await buckets().drain(user, "reads", charge(9));
      await buckets().take(user, "reads", charge(5));
      await buckets().drain(user, "reads", charge(9));
      expect(await buckets().take(user, "reads", charge(1, NOW + 50))).toBe(NOW + 140);
    });
  });

  describe("a charge on a membership", () => {
    const fullAt = async (roomId: string) =>
      (await subject().store.rooms.read(roomId))?.members.get("ann")?.fullAt;

    it("moves the time at which the bucket is full again, whatever the caller assumed", async () => {
      const { id } = await readyRoom(subject().store);
      await buckets().chargeMember(id, "ann", charge(1));
      expect(await fullAt(id)).toBe(NOW + 10);
      await buckets().chargeMember(id, "ann", charge(2));
      await buckets().chargeMember(id, "ann", charge(9, NOW, false));
      expect(await fullAt(id)).toBe(NOW + 120);
      await buckets().chargeMember(id, "ann", charge(1, NOW + 500, false));
      await buckets().chargeMember(id, "ann", charge(1, NOW + 500));
      expect(await fullAt(id)).toBeGreaterThanOrEqual(NOW + 140);
    });

    it("is made with a read mark that moves, and with one that does not", async () => {
      const { store } = subject();
      const { id } = await readyRoom(store);
      expect(await store.rooms.markSeen(id, "ann", { seq: 2 }, charge(1))).toBe(true);
      expect(await store.rooms.markSeen(id, "ann", { seq: 1 }, charge(1))).toBe(false);
      expect(await store.rooms.markSeen(id, "ann", { seq: 3 }, charge(1))).toBe(true);
      expect(await fullAt(id)).toBe(NOW + 30);
      expect((await store.rooms.read(id))?.members.get("ann")?.seenSeq).toBe(3);
    });

    it("counts for each of many at once", async () => {
      const { store } = subject();
      const { id } = await readyRoom(store);
      const marks = Array.from({ length: 8 }, (_, i) => ({ seq: 8 - i }));
      await Promise.all(marks.map((to) => store.rooms.markSeen(id, "ann", to, charge(1))));
      expect(await fullAt(id)).toBe(NOW + 80);
    });

    it("creates no membership", async () => {
      const { store } = subject();
      const { id } = await readyRoom(store);
      await buckets().chargeMember(id, "cid", charge(1));
      await store.rooms.markSeen(id, "cid", { seq: 1 }, charge(1));
      expect([...((await store.rooms.read(id))?.members.keys() ?? [])]).toEqual(["ann", "bob"]);
    });
  });
}
