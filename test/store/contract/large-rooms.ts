// The contract of `Store.largeRooms`: the joined connections, and the cursor of the fan-out in the log.

import { describe, expect, it } from "vitest";
import type { Connection } from "../../../lambdas/chat/model.ts";
import { aMessage, aRemoval, anAddition, aRoom, newId, readyRoom, TIME } from "./samples.ts";
import type { Subject } from "./subject.ts";

const connection = (id: string, otherwise: Partial<Connection> = {}): Connection => ({
  id,
  until: TIME + 1_000,
  ...otherwise,
});

export function largeRoomsContract(subject: () => Subject): void {
  const large = () => subject().store.largeRooms;
  const rooms = () => subject().store.rooms;
  // Sorted, since a database may return attributes in any order.
  const joined = async (roomId: string, userId: string) =>
    ((await rooms().members(roomId, [userId])).get(userId)?.connections ?? []).toSorted(
      (one, other) => (one.id < other.id ? -1 : 1),
    );
  const add = (...connections: Connection[]) => ({ add: connections, drop: [] });

  describe("largeRooms.join", () => {
    it("puts connections on a membership and takes others off, and leaves the rest of it", async () => {
      const { id } = await readyRoom(subject().store);
      const before = (await rooms().members(id, ["ann"])).get("ann");
      const batch = connection("c2=", { batch: true });
      expect(await large().join(id, "ann", add(connection("c1="), batch))).toBe(true);
      expect(await joined(id, "ann")).toEqual([connection("c1="), batch]);

      const change = { add: [connection("c3=")], drop: ["c1=", "unknown"] };
      expect(await large().join(id, "ann", change)).toBe(true);
      expect((await joined(id, "ann")).map((each) => each.id)).toEqual(["c2=", "c3="]);
      expect(await large().join(id, "ann", { add: [], drop: ["c2=", "c3="] })).toBe(true);
      expect((await rooms().members(id, ["ann"])).get("ann")).toEqual(before);
    });

    it("shows wherever a membership is read", async () => {
      const { id } = await readyRoom(subject().store);
      await large().join(id, "ann", add(connection("c1=")));
      const connections = [connection("c1=")];
      expect((await rooms().read(id))?.members.get("ann")).toMatchObject({ connections });
      expect((await rooms().memberships("ann", [id])).get(id)).toMatchObject({
        member: { connections },
      });
      const { members } = await rooms().membersAfter(id, undefined, 10);
      expect(members).toMatchObject([{ userId: "ann", connections }, { userId: "bob" }]);
      expect(members[1]).not.toHaveProperty("connections");
    });

    it("makes nobody a member: neither a stranger nor one who was removed", async () => {
      const { id } = await readyRoom(subject().store);
      await subject().store.log.apply(id, aRemoval(3, "bob"));
      for (const userId of ["bob", "stranger"]) {
        expect(await large().join(id, userId, add(connection("c1=")))).toBe(false);
        expect(await large().join(id, userId, { add: [], drop: ["c1="] })).toBe(false);
      }
      expect([...((await rooms().read(id))?.members.keys() ?? [])]).toEqual(["ann"]);
    });

    it("ends with the membership, in the same write", async () => {
      const { id } = await readyRoom(subject().store);
      await large().join(id, "bob", add(connection("c1="), connection("c2=")));
      await subject().store.log.apply(id, aRemoval(3, "bob"));
      await subject().store.log.apply(id, anAddition(4, ["bob"]));
      expect(await joined(id, "bob")).toEqual([]);
    });
  });

  describe("rooms.members", () => {
    it("has those of the named who are members", async () => {
      const { id } = await readyRoom(subject().store);
      const found = await rooms().members(id, ["bob", "stranger", "bob"]);
      expect([...found.keys()]).toEqual(["bob"]);
    });
  });

  describe("rooms.room", () => {
    it("has a room that is ready, and no other", async () => {
      const { id } = await readyRoom(subject().store);
      expect(await rooms().room(id)).toMatchObject({ id, memberCount: 2 });
      const making = aRoom();
      await rooms().begin(making, "roster");
      expect(await rooms().room(making.id)).toBeUndefined();
      expect(await rooms().room(newId("no-room"))).toBeUndefined();
    });
  });

  describe("a room that becomes large", () => {
    it("is so with the head that an addition makes, and stays so", async () => {
      const { id } = await readyRoom(subject().store);
      expect(await rooms().room(id)).not.toHaveProperty("large");
      const entry = anAddition(1, ["cid"], { makesLarge: true });
      await subject().store.log.put(id, entry);
      expect(await subject().store.log.after(id, 0)).toEqual([entry]);
      await subject().store.log.advance(id, entry);
      expect(await rooms().room(id)).toMatchObject({ large: true, memberCount: 3 });
      await subject().store.log.advance(id, aRemoval(2, "cid"));
      expect(await rooms().room(id)).toMatchObject({ large: true, memberCount: 1 });
    });

    it("may be created large", async () => {
      const room = aRoom({ large: true });
      await rooms().begin(room, "roster");
      await rooms().ready(room.id);
      expect(await rooms().room(room.id)).toMatchObject({ large: true });
    });

    it("stores the connection by which an entry came", async () => {
      const message = aMessage(1, { via: "c1=" });
      const rename = { ...anAddition(2, ["cid"]), via: "c2=" };
      const id = newId("room");
      await subject().store.log.put(id, message);
      await subject().store.log.put(id, rename);
      expect(await subject().store.log.after(id, 0)).toEqual([message, rename]);
    });
  });

  describe("largeRooms.online", () => {
    it("has the connections of the members that have any", async () => {
      const [user, other] = [newId("someone"), newId("nobody")];
      await subject().addUser({ id: user, connections: [connection("c1=", { batch: true })] });
      expect(await large().online([user, other, user])).toEqual(
        new Map([[user, [connection("c1=", { batch: true })]]]),
      );
    });
  });

  describe("largeRooms.cursor", () => {
    it("is where it was moved to, and never goes back", async () => {
      const { id } = await readyRoom(subject().store);
      expect(await large().cursor(id)).toBeUndefined();
      await large().moveCursor(id, { rev: 5, at: TIME });
      await large().moveCursor(id, { rev: 4, at: TIME + 1 });
      await large().moveCursor(id, { rev: 5, at: TIME + 2 });
      expect(await large().cursor(id)).toEqual({ rev: 5, at: TIME });
      await large().moveCursor(id, { rev: 6, at: TIME + 3 });
      expect(await large().cursor(id)).toEqual({ rev: 6, at: TIME + 3 });
      expect(await rooms().read(id)).toMatchObject({ room: { id } });
    });
  });
}
