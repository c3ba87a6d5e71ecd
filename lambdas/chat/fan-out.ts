// Delivers a large room's events: from its log, in order, to the connections that have joined it.
//
// Invariants, wherever a fan-out dies and however often an event is received:
//
//   1. Every queued entry is delivered at least once unless it is too old; clients drop duplicates by `rev`. The cursor
//      moves past an entry only after all its frames were posted or queued as a slice.
//   2. Memberships are read after the log: a member who was removed before the last entry of a batch gets none of it.
//   3. Members who are online when a room becomes large, or when they are added to it, join before that is delivered.
//   4. An entry that cannot be delivered does not block its room or other entries. When an event is received again,
//      entries are delivered one by one; at the third receipt the cursor skips the next entry.

import { all } from "./all.ts";
import type { FanOutContext } from "./fan-out-context.ts";
import type { FanOutBatch } from "./fan-out-frames.ts";
import type { ReceivedEvent, Slice } from "./fan-out-queue.ts";
import { joinAdded, joinAllOnlineMembers } from "./join-members.ts";
import type { Entry, Room } from "./model.ts";
import type { FanOutCursor } from "./ports.ts";
import { readApplied } from "./read-room.ts";
import { notBefore } from "./retention.ts";
import { deliverToMembers, deliverRemovals } from "./deliver-to-members.ts";

/** Entries per fan-out. Further entries are left to the next one. */
const ENTRIES = 100;

/**
 * The maximum age of a delivered entry, in milliseconds. Older ones are left to `sync`: their connections are closed, or
 * have noticed the gap.
 */
const MAX_AGE_MS = 2 * 60 * 1_000;

/** A room's events are delivered at most four times a second, because each delivery reads all of its memberships. */
const INTERVAL_MS = 250;

/** The receipt of an event, counted from 1, at which the next entry is skipped. */
const SKIPPED_AT = 3;

/** No further entry is delivered one by one after this time, so that the last one can finish. */
const ONE_BY_ONE_MS = 3_000;

/** The cursor's `at` before the room's first fan-out. */
const NEVER = 0;

/** Delivers a room's new events, and again those marked `again`. `received` holds events of this room, in order. */
export async function fanOut(
  roomId: string,
  received: readonly ReceivedEvent[],
  context: FanOutContext,
): Promise<void> {
  const [room, cursor] = await all([context.rooms.room(roomId), context.largeRooms.cursor(roomId)]);
  if (!room) return;
  const from = notBefore(room, startOf(cursor, received));
  const fresh = received.filter(({ rev }) => rev > from);
  const receipts = Math.max(0, ...fresh.map((each) => each.receipts));
  if (receipts > 1) await deliverOneByOne(room, { cursor, from }, fresh, context);
  else if (fresh.length > 0) await deliverNew(room, { cursor, from }, ENTRIES, context);
  for (const { rev, again, id, receipts } of received) {
    if (!again || rev > from) continue;
    if (receipts >= SKIPPED_AT) {
      context.skipped({ room: roomId, rev });
      continue;
    }
    const entries = await context.log.after(roomId, rev - 1, 1);
    const range = { after: rev - 1, to: rev, except: again.except, cause: id };
    await deliverToMembers(await batchOf(room, entries, context, again.except), range, context);
  }
}

/** Delivers a slice to its members. */
export async function fanOutSlice(
  slice: Slice,
  { receipts }: Pick<ReceivedEvent, "receipts">,
  context: FanOutContext,
): Promise<void> {
  if (receipts >= SKIPPED_AT) {
    context.skipped({ room: slice.room, rev: slice.to });
    return;
  }
  const room = await context.rooms.room(slice.room);
  if (!room) return;
  const entries = await context.log.after(room.id, slice.after, slice.to - slice.after);
  await deliverToMembers(await batchOf(room, entries, context, slice.except), slice, context);
}

/**
 * The `rev` after which to begin: where the last fan-out ended. Before the first fan-out, the lowest received event
 * decides, not the first in the queue: an earlier entry may be queued later.
 */
export function startOf(
  cursor: FanOutCursor | undefined,
  received: readonly Pick<ReceivedEvent, "rev">[],
): number {
  return cursor?.rev ?? Math.min(...received.map(({ rev }) => rev)) - 1;
}

/** The cursor of a room, and the entry after which to begin. */
interface Progress {
  readonly cursor: FanOutCursor | undefined;
  readonly from: number;
}

// After a failed delivery. The cursor moves with each entry, so the next entry is always the one that fails.
async function deliverOneByOne(
  room: Room,
  progress: Progress,
  received: readonly ReceivedEvent[],
  context: FanOutContext,
): Promise<void> {
  const began = context.now();
  const last = Math.max(...received.map(({ rev }) => rev));
  let { cursor, from } = progress;
  if (received.some(({ receipts }) => receipts >= SKIPPED_AT)) {
    // Skips first, because the deliveries may end this Lambda as they did before.
    from += 1;
    context.skipped({ room: room.id, rev: from });
    cursor = { rev: from, at: cursor?.at ?? NEVER };
    await context.largeRooms.moveCursor(room.id, cursor);
  }
  while (from < last) {
    if (context.now() - began > ONE_BY_ONE_MS) {
      await context.queue.sendEvent({ room: room.id, rev: last });
      return;
    }
    cursor = await deliverNew(room, { cursor, from }, 1, context);
    if (!cursor) return;
    from = cursor.rev;
  }
}

/** Delivers up to `limit` entries. Returns the new cursor, or undefined at the end of the log. */
async function deliverNew(
  room: Room,
  { cursor, from }: Progress,
  limit: number,
  context: FanOutContext,
): Promise<FanOutCursor | undefined> {
  await context.wait(Math.max(0, (cursor?.at ?? NEVER) + INTERVAL_MS - context.now()));
  const at = context.now();
  const entries = await readApplied(
    context,
    room,
    () => context.log.after(room.id, from, limit),
    (found) => found.at(-1),
  );
  const last = entries.at(-1);
  if (!last) return undefined;

  // Skipping entries moves the cursor without joining any member.
  const isFirst = (cursor?.at ?? NEVER) === NEVER;
  if (isFirst) await joinAllOnlineMembers(room.id, context);
  else await joinAdded(room.id, entries, context);
  const recent = entries.filter((entry) => entry.at > at - MAX_AGE_MS);
  const batch = await batchOf(room, recent, context);
  await deliverRemovals(batch, context);
  await all([
    deliverToMembers(batch, { after: from, to: last.rev }, context),
    // The actions of a large room leave its head to the fan-out, which moves it once for all messages.
    last.rev > room.head.rev && context.log.advance(room.id, last),
  ]);
  const moved = { rev: last.rev, at };
  await context.largeRooms.moveCursor(room.id, moved);
  if (entries.length === ENTRIES)
    await context.queue.sendEvent({ room: room.id, rev: last.rev + 1 });
  return moved;
}

async function batchOf(
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
