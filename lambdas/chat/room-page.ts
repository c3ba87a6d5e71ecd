// Reads a page of a user's list of rooms. The table has no order by activity, since each message would then have to
// write to every member's list: the order is made by reading all rooms. If many pages remain, the order is stored for
// them, so that the whole list costs little more than reading each room twice.

import type { Room } from "./model.ts";
import type { ListPosition } from "./ports.ts";
import type { Request } from "./request.ts";
import { encodeCursor, isAfter, type Cursor } from "./room-cursor.ts";

/** The time for which an order is stored for a client that pages through it, in milliseconds. */
const KEPT_MS = 60 * 60 * 1_000;

/** With at least this many pages left, storing the order costs less than making it again. */
const PAGES_WORTH_KEEPING = 3;

export interface RoomPage {
  readonly rooms: readonly Room[];
  /** On the first page, the ids of all large rooms of the list; empty on other pages. */
  readonly large: readonly string[];
  /** Resolves once the order is stored, or at once if it is not worth storing. */
  readonly keeping: Promise<void>;
  /** The cursor to continue after a room of the page; undefined at the end of the list. */
  readonly cursorAfter: (room: Room) => string | undefined;
}

/** Reads the page after `cursor`, by the stored order if there is one. */
export async function roomPage(
  request: Request,
  cursor: Cursor | undefined,
  limit: number,
): Promise<RoomPage> {
  return (
    (cursor?.list && (await keptPage(request, cursor.list, limit))) ??
    (await freshPage(request, cursor, limit))
  );
}

async function freshPage(
  request: Request,
  after: Cursor | undefined,
  limit: number,
): Promise<RoomPage> {
  const { userId } = request.caller;
  const ordered = (await request.roomList.ofUser(userId))
    .sort((a, b) => (isAfter(a, b) ? 1 : -1))
    .filter((room) => !after || isAfter(room, after));
  const rooms = ordered.slice(0, limit);
  const isWorthKeeping = ordered.length - limit > limit * (PAGES_WORTH_KEEPING - 1);
  const id = request.nonce();
  const large = after ? [] : ordered.filter((room) => room.large).map((room) => room.id);
  const list = { id, roomIds: ordered.map((room) => room.id), until: request.now() + KEPT_MS };
  return {
    rooms,
    large,
    keeping: isWorthKeeping ? request.roomList.keep(userId, list) : Promise.resolve(),
    cursorAfter(room) {
      const position = rooms.indexOf(room) + 1;
      if (position === ordered.length) return undefined;
      return encodeCursor(room, isWorthKeeping ? { id, at: position } : undefined);
    },
  };
}

// The order is that of the first page; the rooms are current.
async function keptPage(
  request: Request,
  { id, at }: ListPosition,
  limit: number,
): Promise<RoomPage | undefined> {
  const ids = await request.roomList.kept(request.caller.userId, { id, at }, limit + 1);
  if (!ids || ids.length === 0) return undefined;
  const pageIds = ids.slice(0, limit);
  const found = new Map((await request.roomList.some(pageIds)).map((room) => [room.id, room]));
  const rooms = pageIds.flatMap((roomId) => found.get(roomId) ?? []);
  return {
    rooms,
    large: [],
    keeping: Promise.resolve(),
    cursorAfter(room) {
      const position = pageIds.indexOf(room.id) + 1;
      return position === ids.length ? undefined : encodeCursor(room, { id, at: at + position });
    },
  };
}
