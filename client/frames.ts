// Finds which room a frame belongs to, and its `rev`.

import type { RoomFrame } from "./room.ts";

export interface PlacedFrame extends RoomFrame {
  readonly roomId: string;
}

interface Frame {
  readonly event: string;
  readonly data?: unknown;
}

/** A frame with a place in a room's order, else `undefined`. The user's own id names two events. */
export function placeFrame(
  { event, data }: Frame,
  userId: string | undefined,
): PlacedFrame | undefined {
  const fields = (data ?? {}) as Record<string, unknown>;
  const { room_id, _id, rev } = fields;
  if (event === `group_${userId ?? ""}` && typeof _id === "string") {
    const first = typeof rev === "number" ? rev : 0;
    return { roomId: _id, rev: first, event: "group", data: fields, startsRoom: true };
  }
  // A page of history has these fields too, and can arrive after its request was given up.
  if (typeof room_id !== "string" || typeof rev !== "number" || event === "messages")
    return undefined;
  const startsRoom = event === userId;
  const name = startsRoom ? "conversation" : event;
  return { roomId: room_id, rev, event: name, data: fields, startsRoom };
}
