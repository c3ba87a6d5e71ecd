// The cursor of the list of rooms: the place of the last room shown, in the order newest activity first; and where the
// whole order is kept, if it is.

import { badField } from "./errors.ts";
import type { Room } from "./model.ts";
import type { ListPosition } from "./ports.ts";

interface Place {
  readonly id: string;
  readonly head: { readonly activeAt: number };
}

export interface Cursor extends Place {
  /** Where to go on in an order that is kept. Without one, or when it is gone, the place says where. */
  readonly list?: ListPosition;
}

/** Whether `room` comes after `place` in the list. Rooms of the same instant go by id. */
export const isAfter = (room: Place, place: Place): boolean =>
  room.head.activeAt === place.head.activeAt
    ? room.id > place.id
    : room.head.activeAt < place.head.activeAt;

export const encodeCursor = (room: Room, list?: ListPosition): string =>
  btoa(JSON.stringify([room.head.activeAt, room.id, ...(list ? [list.id, list.at] : [])]));

/** What a cursor stands for. Throws BAD_REQUEST if it is none of ours. */
export function decodeCursor(cursor: string): Cursor {
  try {
    const decoded: unknown = JSON.parse(atob(cursor));
    if (Array.isArray(decoded)) {
      const [activeAt, id, listId, at] = decoded as unknown[];
      const list = listId === undefined ? {} : { list: listPlace(listId, at) };
      if (typeof activeAt === "number" && typeof id === "string")
        return { id, head: { activeAt }, ...list };
    }
  } catch {
    // What cannot be decoded is refused like what decodes to nonsense.
  }
  throw badField("cursor", "is not one that connectRooms gave");
}

function listPlace(id: unknown, at: unknown): ListPosition {
  if (typeof id !== "string" || !/^[0-9a-f]{12}$/.test(id)) throw new Error("No list's id.");
  if (!Number.isSafeInteger(at) || Number(at) < 0) throw new Error("No place in a list.");
  return { id, at: Number(at) };
}
