// Telling what happened in a large room: from its log, in order, to the connections that have joined it.
//
// What holds, wherever a fan-out dies and however often a hand-over is received:
//
//   1. Every entry that was handed over is told at least once, if it is not too old to be worth it; a client drops by its
//      `rev` what it has. The cursor passes an entry only after everything about it was posted or handed on.
//   2. Memberships are read after the log: a member who was removed before the last entry of a batch gets none of it.
//   3. Members who are online when a room becomes large, or when they are added to it, are joined before it is told.
//   4. One entry that cannot be told does not silence its room: at the third receipt the cursor passes it.

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

/** A room is told at most four times a second: each time reads all of its memberships. */
const INTERVAL_MS = 250;

/** At which receipt of a hand-over its entry is passed. */
const PASSED_AT = 3;

/** `at` of a cursor of a room that has not been told of anything yet. */
const NEVER = 0;

/** Tells what is new in a room, and once more what is to be told again. `received` is in order, and of this room. */
export async function fanOut(
  roomId: string,
  received: readonly Received[],
  world: FanOutContext,
): Promise<void> {
  const [room, cursor] = await all([world.rooms.room(roomId), world.largeRooms.cursor(roomId)]);
  if (!room) return;
  const from = notBefore(room, startOf(cursor, received));
  await pass(roomId, received, cursor, world);
  if (received.some(({ rev }) => rev > from)) await tellNew(room, { cursor, from }, world);
  for (const { rev, again, id, receipts } of received) {
    if (!again || rev > from || receipts >= PASSED_AT) continue;
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
  received: readonly Pick<Received, "rev" | "receipts">[],
): number {
  const begin = cursor?.rev ?? Math.min(...received.map(({ rev }) => rev)) - 1;
  return Math.max(begin, ...passedIn(received));
}

const passedIn = (received: readonly Pick<Received, "rev" | "receipts">[]): number[] =>
  received.filter(({ receipts }) => receipts >= PASSED_AT).map(({ rev }) => rev);

// Before anything else, since what follows may end this Lambda as the times before.
async function pass(
  roomId: string,
  received: readonly Received[],
  cursor: FanOutCursor | undefined,
  world: FanOutContext,
): Promise<void> {
  const revs = passedIn(received.filter(({ rev, again }) => again ?? rev > (cursor?.rev ?? 0)));
  for (const rev of revs) world.passed({ room: roomId, rev });
  const last = Math.max(0, ...revs);
  if (last <= (cursor?.rev ?? 0)) return;
  await world.largeRooms.moveCursor(roomId, { rev: last, at: cursor?.at ?? NEVER });
}

async function tellNew(
  room: Room,
  { cursor, from }: { cursor: FanOutCursor | undefined; from: number },
  world: FanOutContext,
): Promise<void> {
  await world.wait(Math.max(0, (cursor?.at ?? NEVER) + INTERVAL_MS - world.now()));
  const at = world.now();
  const entries = await readApplied(
    world,
    room,
    () => world.log.after(room.id, from, ENTRIES),
    (found) => found.at(-1),
  );
  const last = entries.at(-1);
  if (!last) return;

  // A cursor that only ever passed entries has joined nobody.
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
  await world.largeRooms.moveCursor(room.id, { rev: last.rev, at });
  if (entries.length === ENTRIES) await world.queue.handOver({ room: room.id, rev: last.rev + 1 });
}

async function stretchOf(
  room: Room,
  entries: readonly Entry[],
  { log }: FanOutContext,
  except?: string,
): Promise<FanOutBatch> {
  const edits = entries.flatMap((entry) => (entry.kind === "edit" ? entry.target : []));
  const places = [...new Set(edits)].map((rev) => ({ roomId: room.id, rev }));
  const edited = places.length > 0 ? await log.messages(places) : undefined;
  return { room, entries, except, edited: edited?.get(room.id) ?? new Map() };
}
