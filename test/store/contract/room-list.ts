// The contract of `Store.roomList` and `Store.users`: a user's rooms, and the connections of users.

import { describe, expect, it } from "vitest";
import type { Room, User } from "../../../lambdas/chat/model.ts";
import {
  aDelete,
  aLog,
  aMember,
  aMessage,
  anEdit,
  aPin,
  aRoom,
  newId,
  readyRoom,
} from "./samples.ts";
import type { Subject } from "./subject.ts";

export function roomListContract(subject: () => Subject): void {
  const list = () => subject().store.roomList;

  describe("roomList.ofUser", () => {
    it("finds nothing for a user in no room", async () => {
      expect(await list().ofUser(newId("user"))).toEqual([]);
    });

    it("gives every room of the user, of more than fit one read", async () => {
      const { store } = subject();
      const [user, other] = [newId("user"), newId("user")];
      const rooms: Room[] = [];
      while (rooms.length < 110) {
        const some = Array.from({ length: 10 }, () => readyRoom(store, [user, other]));
        rooms.push(...(await Promise.all(some)));
      }
      await readyRoom(store, [other]);
      const mine = await list().ofUser(user);
      expect(mine.map(({ id }) => id).sort()).toEqual(rooms.map(({ id }) => id).sort());
    });

    it("gives rooms as they are now", async () => {
      const { store } = subject();
      const user = newId("user");
      const room = await readyRoom(store, [user]);
      const head = { rev: 3, seq: 2, lastMessageRev: 2, activeAt: 9 };
      await store.log.advance(room.id, aPin(2, 3, head));
      expect(await list().ofUser(user)).toMatchObject([{ ...room, head }]);
      expect(await list().some([room.id])).toMatchObject([{ ...room, head }]);
    });

    it("leaves out rooms that are being made", async () => {
      const { store } = subject();
      const user = newId("user");
      const room = aRoom();
      await store.rooms.begin(room, "r");
      await store.rooms.enlist(room.id, [aMember(user)]);
      await store.rooms.enlist(newId("room"), [aMember(user)]);
      expect(await list().ofUser(user)).toEqual([]);
      expect(await list().some([room.id, newId("room")])).toEqual([]);
    });
  });

  describe("roomList.among", () => {
    it("gives those of the rooms that the user is in, and no other of theirs", async () => {
      const { store } = subject();
      const [user, other] = [newId("user"), newId("user")];
      const mine = [await readyRoom(store, [user]), await readyRoom(store, [user, other])];
      await readyRoom(store, [user]);
      const others = await readyRoom(store, [other]);
      const asked = [...mine, others].map(({ id }) => id);
      expect(await list().among(user, [...asked, newId("room")])).toEqual(
        new Set(mine.map(({ id }) => id)),
      );
      expect(await list().among(user, [])).toEqual(new Set());
    });
  });

  describe("roomList.kept", () => {
    const until = Date.now() + 60_000;
    const ids = Array.from({ length: 2_100 }, (_, i) => `a-room-${i}`);

    it("gives any stretch of an order that is kept", async () => {
      const [user, id] = [newId("user"), newId("list")];
      await list().keep(user, { id, roomIds: ids, until });
      for (const [at, count] of [
        [0, 100],
        [950, 100],
        [1_000, 1],
        [2_050, 100],
        [2_100, 5],
      ] as const) {
        expect(await list().kept(user, { id, at }, count)).toEqual(ids.slice(at, at + count));
      }
    });

    it("gives nothing of an order that is not kept, or is another's", async () => {
      const [user, id] = [newId("user"), newId("list")];
      await list().keep(user, { id, roomIds: ids.slice(0, 3), until });
      expect(await list().kept(user, { id: newId("list"), at: 0 }, 3)).toBeUndefined();
      expect(await list().kept(newId("user"), { id, at: 0 }, 3)).toBeUndefined();
    });
  });

  describe("users", () => {
    it("returns the known users, and nothing for the others", async () => {
      const [ann, bob] = [newId("user"), newId("user")];
      const connections = [
        { id: "c1=", until: 1_000 },
        { id: "c2=", until: 2_000 },
      ];
      await subject().addUser({ id: ann, firstName: "Ann", connections });
      await subject().addUser({ id: bob, connections: [{ id: "c3=", until: 3_000 }] });
      const users = await subject().store.users([bob, newId("user"), ann]);
      // The order of users and of a user's connections is not defined.
      const inOrder = (user: User) => ({
        ...user,
        connections: user.connections.toSorted((a, b) => a.until - b.until),
      });
      expect(new Map(users.map((user) => [user.id, inOrder(user)]))).toEqual(
        new Map([
          [ann, { id: ann, firstName: "Ann", connections }],
          [bob, { id: bob, connections: [{ id: "c3=", until: 3_000 }] }],
        ]),
      );
    });

    it("gives nobody for nobody", async () => {
      expect(await subject().store.users([])).toEqual([]);
    });
  });
}

/** The contract of `roomList.details`. */
export function roomDetailsContract(subject: () => Subject): void {
  const list = () => subject().store.roomList;
  const nobody = { userId: "nobody", roomIds: [] };
  const details = (messages: { roomId: string; rev: number }[], users: string[] = []) =>
    list().details({ member: nobody, messages, users });

  describe("roomList.details", () => {
    it("finds nothing when nothing is wanted", async () => {
      const nothing = { members: new Map(), messages: new Map(), firstNames: new Map() };
      expect(await details([])).toEqual(nothing);
    });

    it.each([2, 70])("gives the user's memberships in %i rooms, as they are now", async (count) => {
      const { store } = subject();
      const userId = newId("user");
      const rooms = await Promise.all(
        Array.from({ length: count }, () => readyRoom(store, [userId, "bob"])),
      );
      const [first] = rooms;
      if (!first) throw new Error("There is no room.");
      await store.log.put(first.id, aMessage(1));
      await store.rooms.markSeen(first.id, userId, { seq: 1 });
      const others = await readyRoom(store, ["bob"]);
      const roomIds = [...rooms, others].map(({ id }) => id);
      const { members, messages } = await list().details({
        member: { userId, roomIds },
        messages: roomIds.map((roomId) => ({ roomId, rev: 1 })),
        users: [],
      });
      expect([...members.keys()].sort()).toEqual(rooms.map(({ id }) => id).sort());
      expect(members.get(first.id)).toEqual(aMember(userId, { seenSeq: 1 }));
      expect([...messages.keys()]).toEqual([first.id]);
    });

    it("gives the wanted messages by their rooms, as they stand now", async () => {
      const { store } = subject();
      const [edited, deleted] = [
        await aLog(store, aMessage(1), aMessage(2)),
        await aLog(store, aMessage(1)),
      ];
      await store.messages.propose(edited, 2, "new", anEdit(2, 3).nonce);
      await store.log.apply(edited, anEdit(2, 3));
      await store.log.apply(deleted, aDelete(1, 2));
      const { messages } = await details([
        { roomId: edited, rev: 2 },
        { roomId: deleted, rev: 1 },
        { roomId: newId("room"), rev: 1 },
      ]);
      expect([...messages.keys()].sort()).toEqual([edited, deleted].sort());
      expect(messages.get(edited)).toStrictEqual(await store.log.message(edited, 2));
      expect(messages.get(deleted)).toStrictEqual(await store.log.message(deleted, 1));
    });

    it("gives the first names that are known, however often a user is named", async () => {
      const [ann, bob] = [newId("user"), newId("user")];
      await subject().addUser({ id: ann, firstName: "Ann", connections: [{ id: "c", until: 1 }] });
      await subject().addUser({ id: bob, connections: [{ id: "c", until: 1 }] });
      const { firstNames } = await details([], [ann, bob, ann, newId("user")]);
      expect(firstNames).toEqual(new Map([[ann, "Ann"]]));
    });
  });
}
