// Finds which room a frame belongs to, and its `rev`.

import type { RoomFrame } from "./room.ts";

export interface RoutedFrame extends RoomFrame {
  readonly roomId: string;
}

interface Frame {
  readonly event: string;
  readonly data?: unknown;
}

/** Returns the room and `rev` of a frame; undefined if it has none. The user's own id names two events. */
export function routeFrame(
  { event, data }: Frame,
  userId: string | undefined,
): RoutedFrame | undefined {
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
