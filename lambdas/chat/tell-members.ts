// Delivers a batch of a large room's log to its members, and removals to the removed users.

import { publishSent } from "./fan-out-events.ts";
import type { FanOutContext, Target } from "./fan-out-context.ts";
import { framesOf, type FanOutBatch, type Frames } from "./fan-out-frames.ts";
import type { Slice } from "./fan-out-queue.ts";
import type { Member } from "./model.ts";

const MEMBERS_PER_READ = 1_000;

const framesFor = (stretch: FanOutBatch, world: FanOutContext): Frames =>
  framesOf(stretch, ({ rev }, error) => {
    world.passed({ room: stretch.room.id, rev, error });
  });

/** Tells removed users. They are no longer members: they get their own removal on all connections, and nothing else. */
export async function tellRemoved(stretch: FanOutBatch, world: FanOutContext): Promise<void> {
  for (const entry of stretch.entries) {
    if (entry.kind !== "remove") continue;
    const frames = framesFor({ ...stretch, entries: [entry] }, world);
    const connections = (await world.largeRooms.online([entry.user])).get(entry.user) ?? [];
    const targets = targetsOf({ userId: entry.user, joinedRev: 0, connections }, frames, world);
    await world.post(targets);
  }
}

type Range = Pick<Slice, "after" | "to" | "except" | "cause"> & Partial<Slice>;

/**
 * Tells member after member in the order of their ids, as many as it may post to; the rest is handed on before anything is
 * posted, so that it is told at the same time.
 */
export async function tellMembers(
  stretch: FanOutBatch,
  range: Range,
  world: FanOutContext,
): Promise<void> {
  if (stretch.entries.length === 0) return;
  const { room } = stretch;
  const frames = framesFor(stretch, world);
  const targets: Target[] = [];
  const told: Member[] = [];
  const tell = async () => {
    const gone = await post(room.id, targets, world);
    await publishSent(
      stretch,
      { members: told, gone },
      { world, isContinued: range.index !== undefined },
    );
  };
  let behind = range.behind;
  let left = world.posts;
  for (;;) {
    const page = await world.rooms.membersAfter(room.id, behind, MEMBERS_PER_READ);
    for (const member of page.members) {
      const own = targetsOf(member, frames, world);
      const posts = own.reduce((sum, target) => sum + target.frames.length, 0);
      if (posts > left && targets.length > 0) {
        await world.queue.handOn(sliceBehind(behind, room.id, range));
        await tell();
        return;
      }
      left -= posts;
      targets.push(...own);
      told.push(member);
      behind = member.userId;
    }
    if (page.next === undefined) break;
    behind = page.next;
  }
  await tell();
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
  world: FanOutContext,
): Target[] =>
  connections
    .filter(({ until }) => until > world.now())
    .map((connection) => ({
      userId,
      connectionId: connection.id,
      frames: frames.of({ userId, joinedRev }, connection),
    }))
    .filter((target) => target.frames.length > 0);

// What is found gone is taken off its membership: one write for each member.
async function post(
  roomId: string,
  targets: readonly Target[],
  world: FanOutContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const gone = new Map<string, string[]>();
  for (const { userId, connectionId } of await world.post(targets)) {
    gone.set(userId, [...(gone.get(userId) ?? []), connectionId]);
  }
  for (const [userId, drop] of gone) await world.largeRooms.join(roomId, userId, { add: [], drop });
  return gone;
}
