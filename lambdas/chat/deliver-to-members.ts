// Delivers a batch of a large room's log to its members, and removals to the removed users.

import { publishSent } from "./fan-out-events.ts";
import type { FanOutContext, Target } from "./fan-out-context.ts";
import { framesOf, type FanOutBatch, type Frames } from "./fan-out-frames.ts";
import type { Slice } from "./fan-out-queue.ts";
import type { Member } from "./model.ts";

const MEMBERS_PER_READ = 1_000;

const framesFor = (batch: FanOutBatch, context: FanOutContext): Frames =>
  framesOf(batch, ({ rev }, error) => {
    context.skipped({ room: batch.room.id, rev, error });
  });

/** Delivers removals to the removed users, on all their connections. As former members they get nothing else. */
export async function deliverRemovals(batch: FanOutBatch, context: FanOutContext): Promise<void> {
  for (const entry of batch.entries) {
    if (entry.kind !== "remove") continue;
    const frames = framesFor({ ...batch, entries: [entry] }, context);
    const connections = (await context.largeRooms.online([entry.user])).get(entry.user) ?? [];
    const targets = targetsOf({ userId: entry.user, joinedRev: 0, connections }, frames, context);
    await context.post(targets);
  }
}

type Range = Pick<Slice, "after" | "to" | "except" | "cause"> & Partial<Slice>;

/**
 * Delivers a batch to members in the order of their ids, up to the limit of posts. The other members go to the queue as
 * a slice before anything is posted, so that both parts are delivered concurrently.
 */
export async function deliverToMembers(
  batch: FanOutBatch,
  range: Range,
  context: FanOutContext,
): Promise<void> {
  if (batch.entries.length === 0) return;
  const { room } = batch;
  const frames = framesFor(batch, context);
  const targets: Target[] = [];
  const delivered: Member[] = [];
  const deliver = async () => {
    const gone = await post(room.id, targets, context);
    await publishSent(
      batch,
      { members: delivered, gone },
      { context, isContinued: range.index !== undefined },
    );
  };
  let behind = range.behind;
  let left = context.posts;
  for (;;) {
    const page = await context.rooms.membersAfter(room.id, behind, MEMBERS_PER_READ);
    for (const member of page.members) {
      const own = targetsOf(member, frames, context);
      const posts = own.reduce((sum, target) => sum + target.frames.length, 0);
      if (posts > left && targets.length > 0) {
        await context.queue.sendSlice(sliceBehind(behind, room.id, range));
        await deliver();
        return;
      }
      left -= posts;
      targets.push(...own);
      delivered.push(member);
      behind = member.userId;
    }
    if (page.next === undefined) break;
    behind = page.next;
  }
  await deliver();
}

const sliceBehind = (
  behind = "",
  room: string,
  { after, to, except, cause, index = 0 }: Range,
): Slice => ({
  room,
  after,
  to,
  behind,
  index: index + 1,
  ...(except !== undefined && { except }),
  ...(cause !== undefined && { cause }),
});

const targetsOf = (
  { userId, joinedRev, connections = [] }: Pick<Member, "userId" | "joinedRev" | "connections">,
  frames: Frames,
  context: FanOutContext,
): Target[] =>
  connections
    .filter(({ until }) => until > context.now())
    .map((connection) => ({
      userId,
      connectionId: connection.id,
      frames: frames.of({ userId, joinedRev }, connection),
    }))
    .filter((target) => target.frames.length > 0);

// Removes closed connections from their memberships, with one write per member.
async function post(
  roomId: string,
  targets: readonly Target[],
  context: FanOutContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const gone = new Map<string, string[]>();
  for (const { userId, connectionId } of await context.post(targets)) {
    gone.set(userId, [...(gone.get(userId) ?? []), connectionId]);
  }
  for (const [userId, drop] of gone)
    await context.largeRooms.join(roomId, userId, { add: [], drop });
  return gone;
}
