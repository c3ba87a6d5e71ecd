// A request on an in-memory store, with a given clock and given randomness.

import { createHash } from "node:crypto";
import type { Files } from "../../lambdas/chat/files.ts";
import type { Request, Sizes } from "../../lambdas/chat/request.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import { storeAt } from "../../lambdas/chat/retention.ts";
import type { Limits } from "../../lambdas/chat/tokens.ts";
import { memoryFiles } from "./memory-files.ts";

export interface Simulation {
  readonly store: Store;
  readonly random: () => number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  readonly sizes?: Sizes;
  readonly limits?: Limits;
  readonly files?: Files;
  /** The number of days that messages are stored. Default: without limit. */
  readonly retentionDays?: number;
}

/** A limit that is never reached. */
const AMPLE = { burst: 1e6, perMinute: 1e6 };
export const AMPLE_LIMITS: Limits = {
  room: AMPLE,
  reads: AMPLE,
  invites: AMPLE,
  uploads: AMPLE,
  connects: AMPLE,
  drawOneIn: 10,
};

// A prefetch whose result is not used must not count as an unhandled rejection.
function begin<T>(read: Promise<T>): Promise<T> {
  read.catch(() => undefined);
  return read;
}

// A spread of the store would omit the methods of its class.
const portsOf = (store: Store): Store => {
  const { rooms, log, messages, roomList, buckets, largeRooms } = store;
  const users = (ids: readonly string[]) => store.users(ids);
  return { rooms, log, messages, roomList, buckets, largeRooms, users };
};

export const simulatedRequest = (
  {
    store,
    random,
    now,
    sizes = { smallRoom: 100, group: 10_000, connections: 20 },
    limits = AMPLE_LIMITS,
    files = memoryFiles(),
    retentionDays,
  }: Simulation,
  userId: string,
  connectionId: string,
): Request => ({
  ...storeAt(portsOf(store), now, retentionDays),
  retentionDays,
  begin,
  users: (ids) => begin(store.users(ids)),
  caller: { userId, connectionId },
  sizes,
  now,
  limits,
  files,
  isDrawn: (oneIn) => random() * oneIn < 1,
  deadline: Number.MAX_SAFE_INTEGER,
  pause: () => Promise.resolve(),
  nonce: () =>
    Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, "0"),
  digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, 32),
});
