// The in-memory store's list of a user's rooms.

import type { Store } from "../../lambdas/chat/ports.ts";
import { at, type Call, type MemoryItems } from "./memory-items.ts";

export const memoryRoomList = (items: MemoryItems, call: Call): Store["roomList"] => ({
  ofUser: (userId) =>
    call("roomList.ofUser", () =>
      [...items.roomItems.values()].flatMap(({ room, isReady }) =>
        isReady && items.membersOf(room.id).has(userId) ? [room] : [],
      ),
    ),
  some: (roomIds) =>
    call("roomList.some", () =>
      roomIds.flatMap((id) => {
        const item = items.roomItems.get(id);
        return item?.isReady ? [item.room] : [];
      }),
    ),
  among: (userId, roomIds) =>
    call("roomList.among", () => {
      return new Set(roomIds.filter((id) => items.membersOf(id).has(userId)));
    }),
  keep: (userId, { id, roomIds }) =>
    call("roomList.keep", () => {
      items.lists.set(at(userId, id), roomIds);
    }),
  kept: (userId, place, count) =>
    call("roomList.kept", () =>
      items.lists.get(at(userId, place.id))?.slice(place.at, place.at + count),
    ),
  // The memberships are read in a turn of their own, because a batch is not a snapshot.
  details: async ({ member: { userId, roomIds }, messages, users }) => ({
    members: await call("roomList.details", () => {
      const seen = roomIds.flatMap((id) => {
        const found = items.membersOf(id).get(userId);
        return found ? [[id, found] as const] : [];
      });
      return new Map(seen);
    }),
    ...(await call("roomList.details", () => ({
      messages: new Map(
        messages.flatMap(({ roomId, rev }) => {
          const message = items.message(roomId, rev);
          return message ? [[roomId, message] as const] : [];
        }),
      ),
      firstNames: new Map(
        users.flatMap((id) => {
          const firstName = items.userItems.get(id)?.firstName;
          return firstName === undefined ? [] : [[id, firstName] as const];
        }),
      ),
    }))),
  }),
});
