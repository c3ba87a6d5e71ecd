// Which room a frame belongs to, and where it stands in its order.

import { type RoomFrame } from "./room.ts";

export interface PlacedFrame extends RoomFrame {
  readonly roomId: string;
}

interface Frame {
  readonly event: string;
  readonly data: unknown;
}

/** A frame of a room's order. `undefined` of one that has no place there. The user's own id names two events. */
export function placeFrame({ event, data }: Frame, userId: string): PlacedFrame | undefined {
  const { room_id, _id, rev } = data as Partial<Record<"room_id" | "_id" | "rev", unknown>>;
  const base = { data: data as RoomFrame["data"] };
  if (event === `group_${userId}`) {
    const place = { roomId: _id as string, rev: (rev as number | undefined) ?? 0 };
    return { ...base, ...place, event: "group", isIntroduction: true };
  }
  // A page of history has these fields too. It can come when nobody waits for it any more.
  if (typeof room_id !== "string" || typeof rev !== "number" || event === "messages")
    return undefined;
  const isIntroduction = event === userId;
  return {
    ...{ ...base, roomId: room_id, rev, isIntroduction },
    event: isIntroduction ? "conversation" : event,
  };
}
