// A request on a store in memory, whose clock and randomness follow from a seed.

import { createHash } from "node:crypto";
import type { Request, Sizes } from "../../lambdas/chat/request.ts";
import type { MemoryStore } from "./memory-store.ts";

export interface Simulation {
  readonly store: MemoryStore;
  readonly random: () => number;
  /** Each call is a millisecond later. */
  readonly now: () => number;
  readonly sizes?: Sizes;
}

export const simulatedRequest = (
  { store, random, now, sizes = { smallRoom: 100, group: 10_000 } }: Simulation,
  userId: string,
  connectionId: string,
): Request => ({
  ...{ rooms: store.rooms, log: store.log, messages: store.messages, roomList: store.roomList },
  largeRooms: store.largeRooms,
  users: (ids) => {
    const read = store.users(ids);
    // A read that is begun ahead and not needed must not count as unhandled.
    read.catch(() => undefined);
    return read;
  },
  caller: { userId, connectionId },
  sizes,
  now,
  deadline: Number.MAX_SAFE_INTEGER,
  pause: () => Promise.resolve(),
  nonce: () =>
    Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, "0"),
  digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, 32),
});
