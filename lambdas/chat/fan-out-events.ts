// The domain events of a fan-out: a large room's messages, with the members that they did not reach.

import { messageSent, type Publish } from "./domain-events.ts";
import type { FanOutBatch } from "./fan-out-frames.ts";
import type { Entry, Member } from "./model.ts";

interface World {
  readonly publish?: Publish | undefined;
  now(): number;
}

/** `gone`: connections that turned out to be no more, by user; `isContinued`: others have been told before. */
export async function publishSent(
  { room, entries }: FanOutBatch,
  { members, gone }: { members: readonly Member[]; gone: ReadonlyMap<string, readonly string[]> },
  { world, isContinued }: { world: World; isContinued: boolean },
): Promise<void> {
  if (!world.publish) return;
  const offline = members.filter(({ userId, connections = [] }) =>
    connections.every(
      ({ id, until }) => until <= world.now() || (gone.get(userId) ?? []).includes(id),
    ),
  );
  const offlineFor = (entry: Entry) =>
    offline.filter(({ userId, joinedRev }) => userId !== entry.by && joinedRev <= entry.rev);
  await world.publish(
    entries.flatMap((entry) => {
      if (entry.kind !== "message") return [];
      const ids = offlineFor(entry).map(({ userId }) => userId);
      return messageSent(room.id, entry, ids, isContinued);
    }),
  );
}
