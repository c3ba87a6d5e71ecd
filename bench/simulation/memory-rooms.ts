// The in-memory store's rooms and memberships. A Query reads items one after another, and a BatchGet in any order:
// neither is a snapshot, so each of their items has a turn of its own.

import type { Member, Membership } from "../../lambdas/chat/model.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import { chargeMember } from "./memory-buckets.ts";
import { at, type Call, type MemoryItems } from "./memory-items.ts";

/** Returns the item of a Query after `last`, whose index from 0 is `index`. */
export type Next<T> = (last: T | undefined, index: number) => T | undefined;

/** Reads items one after another, each in its turn, until there is no next one. */
export type Scan = <T>(name: string, next: Next<T>) => Promise<T[]>;

export function memoryRooms(items: MemoryItems, call: Call, scan: Scan): Store["rooms"] {
  async function membersOf(roomId: string): Promise<Map<string, Member>> {
    const found: (Member | undefined)[] = [];
    let after = "";
    for (;;) {
      const next = await call("rooms.member", () => {
        const ids = [...items.membersOf(roomId).keys()].filter((id) => id > after).sort();
        return items.membersOf(roomId).get(ids[0] ?? "");
      });
      if (!next) return membersIn(found);
      found.push(next);
      after = next.userId;
    }
  }

  const rooms: Store["rooms"] = {
    read: async (roomId) => {
      const room = await rooms.room(roomId);
      return room && { room, members: await membersOf(roomId) };
    },
    readFor: async (roomId, userId) => {
      const room = await rooms.room(roomId);
      if (!room) return undefined;
      const members = room.large ? await rooms.members(roomId, [userId]) : await membersOf(roomId);
      const member = members.get(userId);
      return member && { room, member, ...(!room.large && { members }) };
    },
    room: (roomId) =>
      call("rooms.room", () => {
        const item = items.roomItems.get(roomId);
        return item?.isReady ? item.room : undefined;
      }),
    memberships: async (userId, roomIds) => {
      const found = await Promise.all(
        roomIds.map(async (roomId) => {
          const [room, members] = await Promise.all([
            rooms.room(roomId),
            rooms.members(roomId, [userId]),
          ]);
          const member = members.get(userId);
          return room ? [[roomId, { room, ...(member && { member }) }] as const] : [];
        }),
      );
      return new Map<string, Membership>(found.flat());
    },
    members: async (roomId, userIds) => {
      const found = await Promise.all(
        userIds.map((id) => call("rooms.member", () => items.membersOf(roomId).get(id))),
      );
      return membersIn(found);
    },
    membersAfter: async (roomId, after = "", limit) => {
      // Reads one more than `limit`, to find out whether there are more.
      const found = await scan<Member>("rooms.membersAfter", (last, index) => {
        const from = last?.userId ?? after;
        const [id = ""] = [...items.membersOf(roomId).keys()].filter((each) => each > from).sort();
        return index <= limit ? items.membersOf(roomId).get(id) : undefined;
      });
      const members = found.slice(0, limit);
      const next = members.at(-1)?.userId;
      return { members, ...(found.length > limit && next !== undefined && { next }) };
    },
    removals: (userId, roomIds) =>
      call("rooms.removals", () => {
        const found = roomIds.flatMap((roomId) => {
          const removal = items.removals.get(at(roomId, userId));
          return removal ? [[roomId, removal] as const] : [];
        });
        return new Map(found);
      }),
    begin: (room, roster) =>
      call("rooms.begin", () => {
        const item = items.roomItems.get(room.id) ?? { room, roster, isReady: false };
        items.roomItems.set(room.id, item);
        return item;
      }),
    enlist: (roomId, members) =>
      call("rooms.enlist", () => {
        const there = items.membersOf(roomId);
        for (const member of members) {
          if (there.has(member.userId) || items.removals.has(at(roomId, member.userId))) continue;
          there.set(member.userId, member);
        }
      }),
    ready: (roomId) =>
      call("rooms.ready", () => {
        const item = items.roomItems.get(roomId);
        if (item) items.roomItems.set(roomId, { ...item, roster: "", isReady: true });
      }),
    markSeen: (roomId, userId, { seq }, charge) =>
      call("rooms.markSeen", () => {
        if (charge) chargeMember(items, roomId, userId, charge);
        const member = items.membersOf(roomId).get(userId);
        if (!member || member.seenSeq >= seq) return false;
        items.membersOf(roomId).set(userId, { ...member, seenSeq: seq });
        return true;
      }),
  };
  return rooms;
}

const membersIn = (found: readonly (Member | undefined)[]): Map<string, Member> =>
  new Map(found.flatMap((member) => (member ? [[member.userId, member] as const] : [])));
