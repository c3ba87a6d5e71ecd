// The cursor of the list of rooms: the last room shown, in the order of newest activity first, and the position in the
// stored order, if there is one.

import { badField } from "./errors.ts";
import type { Room } from "./model.ts";
import type { ListPosition } from "./ports.ts";

interface Position {
  readonly id: string;
  readonly head: { readonly activeAt: number };
}

export interface Cursor extends Position {
  /** The position in a stored order. Without one, or once it has expired, the list continues after the room itself. */
  readonly list?: ListPosition;
}

/** Whether `room` comes after `position` in the list. Rooms of the same time are ordered by id. */
export const isAfter = (room: Position, position: Position): boolean =>
  room.head.activeAt === position.head.activeAt
    ? room.id > position.id
    : room.head.activeAt < position.head.activeAt;

export const encodeCursor = (room: Room, list?: ListPosition): string =>
  btoa(JSON.stringify([room.head.activeAt, room.id, ...(list ? [list.id, list.at] : [])]));

/** Decodes a cursor. Throws BAD_REQUEST if `encodeCursor` did not make it. */
export function decodeCursor(cursor: string): Cursor {
  try {
    const decoded: unknown = JSON.parse(atob(cursor));
    if (Array.isArray(decoded)) {
      const [activeAt, id, listId, at] = decoded as unknown[];
      const list = listId === undefined ? {} : { list: listPosition(listId, at) };
      if (typeof activeAt === "number" && typeof id === "string")
        return { id, head: { activeAt }, ...list };
    }
  } catch {
    // A cursor that cannot be decoded is refused like one with invalid content.
  }
  throw badField("cursor", "is not one that connectRooms gave");
}

function listPosition(id: unknown, at: unknown): ListPosition {
  if (typeof id !== "string" || !/^[0-9a-f]{12}$/.test(id)) throw new Error("No list's id.");
  if (!Number.isSafeInteger(at) || Number(at) < 0) throw new Error("No place in a list.");
  return { id, at: Number(at) };
}
