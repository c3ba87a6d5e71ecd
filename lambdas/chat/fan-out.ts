// Delivers a large room's events: from its log, in order, to the connections that have joined it.
//
// What holds, wherever a fan-out dies and however often a hand-over is received:
//
//   1. Every entry that was handed over is told at least once, if it is not too old to be worth it; a client drops by its
//      `rev` what it has. The cursor passes an entry only after everything about it was posted or handed on.
//   2. Memberships are read after the log: a member who was removed before the last entry of a batch gets none of it.
//   3. Members who are online when a room becomes large, or when they are added to it, are joined before it is told.
//   4. One entry that cannot be told does not silence its room, nor take others with it: when a hand-over is received again,
//      entries are told one by one, and at the third receipt the cursor passes the one that is next.

import { all } from "./all.ts";
import type { FanOutContext } from "./fan-out-context.ts";
import type { FanOutBatch } from "./fan-out-frames.ts";
import type { Received, Slice } from "./fan-out-queue.ts";
import { joinAdded, joinEverybody } from "./join-members.ts";
import type { Entry, Room } from "./model.ts";
import type { FanOutCursor } from "./ports.ts";
import { readApplied } from "./read-room.ts";
import { notBefore } from "./retention.ts";
import { tellMembers, tellRemoved } from "./tell-members.ts";

/** Entries that are told at a time; what is beyond is for the next fan-out. */
const ENTRIES = 100;

/** What is older is for `sync`: the connections that it was for are gone, or have found the gap. */
const WORTH_TELLING_MS = 2 * 60 * 1_000;

/** A room's events are delivered at most four times a second, because each delivery reads all of its memberships. */
const INTERVAL_MS = 250;

/** At which receipt of a hand-over the entry that is next is passed. */
const PASSED_AT = 3;

/** For how long entries are told one by one, so that there is time for the last of them. */
const ONE_BY_ONE_MS = 3_000;

/** `at` of a cursor of a room that has not been told of anything yet. */
const NEVER = 0;

/** Delivers a room's new events, and repeats those marked `again`. `received` is in order, and of this room only. */
export async function fanOut(
  roomId: string,
  received: readonly Received[],
  world: FanOutContext,
): Promise<void> {
  const [room, cursor] = await all([world.rooms.room(roomId), world.largeRooms.cursor(roomId)]);
  if (!room) return;
  const from = notBefore(room, startOf(cursor, received));
  const fresh = received.filter(({ rev }) => rev > from);
  const receipts = Math.max(0, ...fresh.map((each) => each.receipts));
  if (receipts > 1) await tellOneByOne(room, { cursor, from }, fresh, world);
  else if (fresh.length > 0) await tellNew(room, { cursor, from }, ENTRIES, world);
  for (const { rev, again, id, receipts } of received) {
    if (!again || rev > from) continue;
    if (receipts >= PASSED_AT) {
      world.passed({ room: roomId, rev });
      continue;
    }
    const entries = await world.log.after(roomId, rev - 1, 1);
    const range = { after: rev - 1, to: rev, except: again.except, cause: id };
    await tellMembers(await stretchOf(room, entries, world, again.except), range, world);
  }
}

/** Tells the members of a slice. */
export async function fanOutSlice(
  slice: Slice,
  { receipts }: Pick<Received, "receipts">,
  world: FanOutContext,
): Promise<void> {
  if (receipts >= PASSED_AT) {
    world.passed({ room: slice.room, rev: slice.to });
    return;
  }
  const room = await world.rooms.room(slice.room);
  if (!room) return;
  const entries = await world.log.after(room.id, slice.after, slice.to - slice.after);
  await tellMembers(await stretchOf(room, entries, world, slice.except), slice, world);
}

/**
 * The entry after which to begin: where the last fan-out ended. Before the first one it is the lowest that was handed
 * over, not the first in the queue: an earlier entry may be handed over later.
 */
export function startOf(
  cursor: FanOutCursor | undefined,
  received: readonly Pick<Received, "rev">[],
): number {
  return cursor?.rev ?? Math.min(...received.map(({ rev }) => rev)) - 1;
}

/** How far a room has been delivered, and the entry after which to begin. */
interface Progress {
  readonly cursor: FanOutCursor | undefined;
  readonly from: number;
}

// A hand-over that failed before: by the cursor, which is moved with each entry, the one that it fails at is the next.
async function tellOneByOne(
  room: Room,
  progress: Progress,
  received: readonly Received[],
  world: FanOutContext,
): Promise<void> {
  const began = world.now();
  const last = Math.max(...received.map(({ rev }) => rev));
  let { cursor, from } = progress;
  if (received.some(({ receipts }) => receipts >= PASSED_AT)) {
    // Before anything else, since what follows may end this Lambda as the times before.
    from += 1;
    world.passed({ room: room.id, rev: from });
    cursor = { rev: from, at: cursor?.at ?? NEVER };
    await world.largeRooms.moveCursor(room.id, cursor);
  }
  while (from < last) {
    if (world.now() - began > ONE_BY_ONE_MS) {
      await world.queue.handOver({ room: room.id, rev: last });
      return;
    }
    cursor = await tellNew(room, { cursor, from }, 1, world);
    if (!cursor) return;
    from = cursor.rev;
  }
}

/** Delivers up to `limit` entries. Returns the new cursor, or undefined at the end of the log. */
async function tellNew(
  room: Room,
  { cursor, from }: Progress,
  limit: number,
  world: FanOutContext,
): Promise<FanOutCursor | undefined> {
  await world.wait(Math.max(0, (cursor?.at ?? NEVER) + INTERVAL_MS - world.now()));
  const at = world.now();
  const entries = await readApplied(
    world,
    room,
    () => world.log.after(room.id, from, limit),
    (found) => found.at(-1),
  );
  const last = entries.at(-1);
  if (!last) return undefined;

  // A cursor that has only skipped entries has joined nobody.
  const isFirst = (cursor?.at ?? NEVER) === NEVER;
  if (isFirst) await joinEverybody(room.id, world);
  else await joinAdded(room.id, entries, world);
  const recent = entries.filter((entry) => entry.at > at - WORTH_TELLING_MS);
  const stretch = await stretchOf(room, recent, world);
  await tellRemoved(stretch, world);
  await all([
    tellMembers(stretch, { after: from, to: last.rev }, world),
    // For all of the messages at once, whose actions leave it to the fan-out.
    last.rev > room.head.rev && world.log.advance(room.id, last),
  ]);
  const moved = { rev: last.rev, at };
  await world.largeRooms.moveCursor(room.id, moved);
  if (entries.length === ENTRIES) await world.queue.handOver({ room: room.id, rev: last.rev + 1 });
  return moved;
}

async function stretchOf(
  room: Room,
  entries: readonly Entry[],
  { log }: FanOutContext,
  except?: string,
): Promise<FanOutBatch> {
  const edits = entries.flatMap((entry) => (entry.kind === "edit" ? entry.target : []));
  const positions = [...new Set(edits)].map((rev) => ({ roomId: room.id, rev }));
  const edited = positions.length > 0 ? await log.messages(positions) : undefined;
  return { room, entries, except, edited: edited?.get(room.id) ?? new Map() };
}
