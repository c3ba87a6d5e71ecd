// The first entry of a room's log, if messages expire.
//
// The table's time-to-live deletes entries in any order, over days. So what has expired is known without looking: an
// entry expires with all others of its period, the room says at which entry each period ended (`eras`), and nothing up
// to there is read, whether it is still there or not. What holds:
//
//   1. Nothing behind `Room.start` is deleted: behind it the log has no holes. An entry is deleted an hour after it has
//      expired, at the earliest.
//   2. An entry that begins a period is advanced to, which notes the end of the one before, before it is acknowledged and
//      before anything is appended behind it. So what is beyond the room's head expires with it.
//   3. No slot is filled twice. An entry that the room's head never came to can be deleted too, if nothing was appended
//      for as long as it was kept: then nobody knows any more where the log ended, and it goes on far beyond. Those who
//      still append where it ended, and those who go on beyond, are kept apart by a pause of two minutes.

import { periodDays } from "../../protocol/retention.ts";
import { ChatError } from "./errors.ts";
import type { Entry, Era, Head, LogStart, Room } from "./model.ts";
import type { Store } from "./ports.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long after it has expired an entry may be deleted. */
export const DELETED_AFTER_MS = 60 * MINUTE_MS;

/** How long after its last entry has expired a log is at a pause, and how long the pause is: longer than any Lambda runs. */
const PAUSE = { afterMs: 30 * MINUTE_MS, ms: 2 * MINUTE_MS } as const;

/** How many slots are left out then: more than there can be entries in a row that the head never came to. */
export const SLOTS_LEFT_OUT = 1_000;

/** When items written at a time expire, in epoch milliseconds: at the end of their period, `days` later. */
export function expiryOf(at: number, days: number): number {
  const period = periodDays(days) * DAY_MS;
  return (Math.floor(at / period) + 1) * period + days * DAY_MS;
}

/** Until when something is kept that must be there as long as a message of the same time, or of a little later. */
export const expiryBeside = (at: number, days: number): number =>
  expiryOf(at + periodDays(days) * DAY_MS, days);

/** The period that ended before an entry, if one did. */
export const eraBefore = ({ previousExpiresAt, rev, seq, kind }: Entry): Era | undefined =>
  previousExpiresAt === undefined
    ? undefined
    : { until: previousExpiresAt, rev: rev - 1, seq: kind === "message" ? seq - 1 : seq };

/** Those of the noted periods that say nothing more than a later one does. */
export function obsoleteEras({ eras = [] }: Room, now: number): readonly Era[] {
  const over = eras.filter(({ until }) => until <= now);
  const last = Math.max(...over.map(({ rev }) => rev));
  return over.filter(({ rev }) => rev < last);
}

/** Whether an entry is there to be read. */
export const isKept = ({ start }: Pick<Room, "start">, rev: number): boolean =>
  rev > (start?.rev ?? 0);

/** A rev of a log, or where the log begins if that is later. */
export const notBefore = ({ start }: Pick<Room, "start">, rev: number): number =>
  Math.max(rev, start?.rev ?? 0);

/** Throws UNAVAILABLE during the minutes in which appending is not allowed; see above. */
export function checkNotPaused({ expiresAt }: Head, now: number): void {
  const since = now - (expiresAt ?? Infinity) - PAUSE.afterMs;
  if (since >= 0 && since < PAUSE.ms) {
    throw new ChatError("UNAVAILABLE", "What the room held is expiring. Try again in two minutes.");
  }
}

/** The room at a point in time, for messages that are kept this many days. */
export function roomAt(room: Room, now: number, days: number | undefined): Room {
  const { head, eras = [] } = room;
  // A room from before there was a time to keep messages for.
  const assumed = days === undefined ? undefined : expiryOf(head.activeAt, days);
  const expiresAt = head.expiresAt ?? assumed;
  if (expiresAt === undefined && eras.length === 0) return room;
  if (expiresAt !== undefined && now >= expiresAt) {
    const isOver = now >= expiresAt + PAUSE.afterMs + PAUSE.ms;
    const rev = head.rev + (isOver ? SLOTS_LEFT_OUT : 0);
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

/** A store whose rooms are as they are at the time of each read. */
export function storeAt(store: Store, now: () => number, days: number | undefined): Store {
  const { rooms, roomList } = store;
  const present = (room: Room) => roomAt(room, now(), days);
  const within = <T extends { readonly room: Room }>(found: T): T => ({
    ...found,
    room: present(found.room),
  });
  const unless = async <T, U>(read: Promise<T | undefined>, change: (found: T) => U) => {
    const found = await read;
    return found === undefined ? undefined : change(found);
  };
  return {
    ...store,
    rooms: {
      ...rooms,
      read: (roomId) => unless(rooms.read(roomId), within),
      readFor: (roomId, userId) => unless(rooms.readFor(roomId, userId), within),
      room: (roomId) => unless(rooms.room(roomId), present),
      memberships: async (userId, roomIds) =>
        new Map(
          [...(await rooms.memberships(userId, roomIds))].map(([id, at]) => [id, within(at)]),
        ),
      begin: async (room, roster) => within(await rooms.begin(room, roster)),
    },
    roomList: {
      ...roomList,
      ofUser: async (userId) => (await roomList.ofUser(userId)).map(present),
      some: async (roomIds) => (await roomList.some(roomIds)).map(present),
    },
  };
}
