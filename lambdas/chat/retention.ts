// Determines the first entry of a room's log, if messages expire.
//
// The table's time-to-live deletes entries in any order, over days. So readers do not rely on it: an entry expires with
// all others of its period, the room stores the last entry of each period (`eras`), and nothing up to there is read,
// whether it has been deleted or not. Invariants:
//
//   1. Nothing after `Room.start` is deleted: the log has no holes after it. An entry is deleted an hour after it has
//      expired, at the earliest.
//   2. The head moves to the first entry of a period, and the end of the previous period is noted, before that entry is
//      acknowledged and before anything is appended after it. So entries beyond the room's head expire with it.
//   3. No slot is filled twice. Entries that the room's head never reached can be deleted too, if nothing was appended
//      until they expired: the end of the log is then unknown, and the log continues far beyond it. A pause of two
//      minutes separates the writers that still append at the old end from those that continue beyond it.

import { periodDays } from "../../protocol/retention.ts";
import { ChatError } from "./errors.ts";
import type { Entry, Era, Head, LogStart, Room } from "./model.ts";
import type { Store } from "./ports.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The minimum time between an entry's expiry and its deletion. */
export const DELETED_AFTER_MS = 60 * MINUTE_MS;

/**
 * The pause of a log, in which nothing is appended. It begins `afterMs` after the last entry has expired, and lasts
 * `ms`, which is longer than any Lambda runs.
 */
const PAUSE = { afterMs: 30 * MINUTE_MS, ms: 2 * MINUTE_MS } as const;

/** The number of slots skipped after a pause: more than there can be entries beyond the head. */
export const SKIPPED_SLOTS = 1_000;

/** The expiry of items written at `at`, in epoch milliseconds: `days` after the end of their period. */
export function expiryOf(at: number, days: number): number {
  const period = periodDays(days) * DAY_MS;
  return (Math.floor(at / period) + 1) * period + days * DAY_MS;
}

/** The expiry of an item that must exist as long as a message of the same time, or of a little later. */
export const expiryBeside = (at: number, days: number): number =>
  expiryOf(at + periodDays(days) * DAY_MS, days);

/** The period that ended before an entry; undefined unless the entry begins a period. */
export const eraBefore = ({ previousExpiresAt, rev, seq, kind }: Entry): Era | undefined =>
  previousExpiresAt === undefined
    ? undefined
    : { until: previousExpiresAt, rev: rev - 1, seq: kind === "message" ? seq - 1 : seq };

/** The noted periods that have expired, except the last: it alone determines where the log begins. */
export function obsoleteEras({ eras = [] }: Room, now: number): readonly Era[] {
  const over = eras.filter(({ until }) => until <= now);
  const last = Math.max(...over.map(({ rev }) => rev));
  return over.filter(({ rev }) => rev < last);
}

/** Whether the entry at `rev` has not expired. */
export const isKept = ({ start }: Pick<Room, "start">, rev: number): boolean =>
  rev > (start?.rev ?? 0);

/** `rev`, or the start of the log if that is later. */
export const notBefore = ({ start }: Pick<Room, "start">, rev: number): number =>
  Math.max(rev, start?.rev ?? 0);

/** Throws UNAVAILABLE during the pause of a log. */
export function checkNotPaused({ expiresAt }: Head, now: number): void {
  const since = now - (expiresAt ?? Infinity) - PAUSE.afterMs;
  if (since >= 0 && since < PAUSE.ms) {
    throw new ChatError("UNAVAILABLE", "What the room held is expiring. Try again in two minutes.");
  }
}

/** The room at the time `now`, if messages expire after `days`. */
export function roomAt(room: Room, now: number, days: number | undefined): Room {
  const { head, eras = [] } = room;
  // A room whose last entry was appended before a retention was set has no stored expiry.
  const assumed = days === undefined ? undefined : expiryOf(head.activeAt, days);
  const expiresAt = head.expiresAt ?? assumed;
  if (expiresAt === undefined && eras.length === 0) return room;
  if (expiresAt !== undefined && now >= expiresAt) {
    const isOver = now >= expiresAt + PAUSE.afterMs + PAUSE.ms;
    const rev = head.rev + (isOver ? SKIPPED_SLOTS : 0);
    const { seq } = head;
    return { ...room, head: { ...head, rev, lastMessageRev: 0, expiresAt }, start: { rev, seq } };
  }
  const start = eras
    .filter(({ until }) => until <= now)
    .reduce<LogStart | undefined>(
      (last, era) => (era.rev > (last?.rev ?? 0) ? era : last),
      undefined,
    );
  const lastMessageRev = isKept({ start }, head.lastMessageRev) ? head.lastMessageRev : 0;
  return {
    ...room,
    head: { ...head, lastMessageRev, ...(expiresAt !== undefined && { expiresAt }) },
    ...(start && { start: { rev: start.rev, seq: start.seq } }),
  };
}

/**
 * A store that returns every room as `roomAt` describes it at the time of the read. Reads of the log may return expired
 * entries.
 */
export function storeAt(store: Store, now: () => number, days: number | undefined): Store {
  const { rooms, roomList } = store;
  const present = (room: Room) => roomAt(room, now(), days);
  const presentIn = <T extends { readonly room: Room }>(found: T): T => ({
    ...found,
    room: present(found.room),
  });
  const ifFound = async <T, U>(read: Promise<T | undefined>, change: (found: T) => U) => {
    const found = await read;
    return found === undefined ? undefined : change(found);
  };
  return {
    ...store,
    rooms: {
      ...rooms,
      read: (roomId) => ifFound(rooms.read(roomId), presentIn),
      readFor: (roomId, userId) => ifFound(rooms.readFor(roomId, userId), presentIn),
      room: (roomId) => ifFound(rooms.room(roomId), present),
      memberships: async (userId, roomIds) =>
        new Map(
          [...(await rooms.memberships(userId, roomIds))].map(([id, at]) => [id, presentIn(at)]),
        ),
      begin: async (room, roster) => presentIn(await rooms.begin(room, roster)),
    },
    roomList: {
      ...roomList,
      ofUser: async (userId) => (await roomList.ofUser(userId)).map(present),
      some: async (roomIds) => (await roomList.some(roomIds)).map(present),
    },
  };
}
