// The system as a caller: an operator, or another back end, that acts in rooms of which it is no member. It goes through
// the same use cases as everybody, on a store that finds it a member of every room, and charges it nothing.

import type { Member, Room } from "./model.ts";
import type { Store } from "./ports.ts";
import type { Caller } from "./request.ts";

export const SYSTEM: Caller = { userId: "system", connectionId: "", isSystem: true };

// It has read everything, so no read mark of its own is ever written.
const AS_MEMBER: Member = {
  userId: SYSTEM.userId,
  joinedAt: 0,
  joinedRev: 0,
  seenSeq: Number.MAX_SAFE_INTEGER,
};

/** The store as the system finds it. */
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

/** Whether a caller may do what the owner of a group may. */
export const isInCharge = ({ owner }: Room, { userId, isSystem }: Caller): boolean =>
  isSystem === true || owner === userId;
