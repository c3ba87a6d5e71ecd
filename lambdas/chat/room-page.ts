// Which rooms are on a page of a user's list. Nothing in the table is ordered by activity, since each message would then
// have to write to every member's list: the order is made by reading all rooms. Where many pages are to come it is kept
// for them, so that the whole list costs little more than reading each room twice.

import type { Room } from "./model.ts";
import type { ListPosition } from "./ports.ts";
import type { Request } from "./request.ts";
import { encodeCursor, isAfter, type Cursor } from "./room-cursor.ts";

/** How long an order is kept for a client that pages through it, in milliseconds. */
const KEPT_MS = 60 * 60 * 1_000;

/** From how many further pages on it costs less to write an order down than to make it again. */
const PAGES_WORTH_KEEPING = 3;

export interface RoomPage {
  readonly rooms: readonly Room[];
  /** All large rooms of the list, where its first page is asked for. */
  readonly large: readonly string[];
  /** Resolves once the order is kept, where that is worth it. */
  readonly keeping: Promise<void>;
  /** The cursor to go on with behind a room of the page; nothing at the end of the list. */
  readonly cursorAfter: (room: Room) => string | undefined;
}

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

// The order is that of the first page; what it says of a room is as of now.
async function keptPage(
  request: Request,
  { id, at }: ListPosition,
  limit: number,
): Promise<RoomPage | undefined> {
  const ids = await request.roomList.kept(request.caller.userId, { id, at }, limit + 1);
  if (!ids || ids.length === 0) return undefined;
  const asked = ids.slice(0, limit);
  const found = new Map((await request.roomList.some(asked)).map((room) => [room.id, room]));
  const rooms = asked.flatMap((roomId) => found.get(roomId) ?? []);
  return {
    rooms,
    large: [],
    keeping: Promise.resolve(),
    cursorAfter(room) {
      const position = asked.indexOf(room.id) + 1;
      return position === ids.length ? undefined : encodeCursor(room, { id, at: at + position });
    },
  };
}
