// Publishes the domain events of a large room's messages, with the members whom they did not reach.

import { messageSent, type Publish } from "./domain-events.ts";
import type { FanOutBatch } from "./fan-out-frames.ts";
import type { Entry, Member } from "./model.ts";

interface PublishContext {
  readonly publish?: Publish | undefined;
  now(): number;
}

/** `gone`: closed connections, by user. `isContinued`: an earlier slice of this fan-out has reported the messages. */
export async function publishSent(
  { room, entries }: FanOutBatch,
  { members, gone }: { members: readonly Member[]; gone: ReadonlyMap<string, readonly string[]> },
  { context, isContinued }: { context: PublishContext; isContinued: boolean },
): Promise<void> {
  if (!context.publish) return;
  const offline = members.filter(({ userId, connections = [] }) =>
    connections.every(
      ({ id, until }) => until <= context.now() || (gone.get(userId) ?? []).includes(id),
    ),
  );
  const offlineFor = (entry: Entry) =>
    offline.filter(({ userId, joinedRev }) => userId !== entry.by && joinedRev <= entry.rev);
  await context.publish(
    entries.flatMap((entry) => {
      if (entry.kind !== "message") return [];
      const ids = offlineFor(entry).map(({ userId }) => userId);
      return messageSent(room.id, entry, ids, isContinued);
    }),
  );
}
