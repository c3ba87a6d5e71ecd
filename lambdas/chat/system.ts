// The system as a caller: an operator or another back end, which acts in rooms without being a member. It uses the same
// use cases as users, on a store that returns it as a member of every room and charges it nothing.

import type { Member, Room } from "./model.ts";
import type { Store } from "./ports.ts";
import type { Caller } from "./request.ts";

export const SYSTEM: Caller = { userId: "system", connectionId: "", isSystem: true };

// The read mark is at its maximum, so no read mark of the system is ever written.
const AS_MEMBER: Member = {
  userId: SYSTEM.userId,
  joinedAt: 0,
  joinedRev: 0,
  seenSeq: Number.MAX_SAFE_INTEGER,
};

/** A store for requests of the system: it is a member of every room, and its buckets are never empty. */
export const storeOfSystem = (store: Store): Store => ({
  ...store,
  rooms: {
    ...store.rooms,
    async readFor(roomId) {
      const room = await store.rooms.room(roomId);
      if (!room) return undefined;
      if (room.large) return { room, member: AS_MEMBER };
      const whole = await store.rooms.read(roomId);
      return whole && { ...whole, member: AS_MEMBER };
    },
  },
  buckets: {
    take: () => Promise.resolve(undefined),
    drain: () => Promise.resolve(),
    chargeMember: () => Promise.resolve(),
  },
});

/** Whether a caller has the rights of a group's owner. */
export const isInCharge = ({ owner }: Room, { userId, isSystem }: Caller): boolean =>
  isSystem === true || owner === userId;
