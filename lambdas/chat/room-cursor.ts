// The cursor of the list of rooms: the place of the last room shown, in the order newest activity first.

import { badField } from "./errors.ts";
import type { Room } from "./model.ts";

interface Place {
  readonly id: string;
  readonly head: { readonly activeAt: number };
}

/** Whether `room` comes after `place` in the list. Rooms of the same instant go by id. */
export const isAfter = (room: Place, place: Place): boolean =>
  room.head.activeAt === place.head.activeAt
    ? room.id > place.id
    : room.head.activeAt < place.head.activeAt;

export const encodeCursor = (room: Room): string =>
  btoa(JSON.stringify([room.head.activeAt, room.id]));

/** The place that a cursor stands for. Throws BAD_REQUEST if it is none of ours. */
export function decodeCursor(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(atob(cursor));
    if (Array.isArray(place)) {
      const [activeAt, id] = place as unknown[];
      if (typeof activeAt === "number" && typeof id === "string") return { id, head: { activeAt } };
    }
  } catch {
    // What cannot be decoded is refused like what decodes to nonsense.
  }
  throw badField("cursor", "is not one that connectRooms gave");
}
