// `getPins`: the pinned messages of a room, newest pin first.

import { pay } from "./limits.ts";
import type { PinnedMessage } from "../../protocol/get-pins.ts";
import { all } from "./all.ts";
import { badField } from "./errors.ts";
import { fitting } from "./frame-budget.ts";
import { historyData } from "./history-data.ts";
import type { Pin, StoredMessage } from "./model.ts";
import { authorizeMember } from "./authorize.ts";
import { roomNow, type Members } from "./read-room.ts";
import type { UseCase } from "./request.ts";
import { isKept } from "./retention.ts";
import { iso } from "./wire.ts";

export const getPins: UseCase<"getPins"> = async ({ room_id, cursor }, request) => {
  const before = cursor === undefined ? Infinity : pinOf(cursor);
  const [{ room }] = await all([authorizeMember(request, room_id), pay(request, "reads", 1)]);
  const pins = (await request.messages.pins(room_id))
    .filter((pin) => pin.pinned && pin.rev < before && isKept(room, pin.messageRev))
    .sort((a, b) => b.rev - a.rev);
  const positions = pins.map(({ messageRev: rev }) => ({ roomId: room_id, rev }));
  const messages = (await request.log.messages(positions)).get(room_id);
  const { members } = await roomNow(request, room);

  const pinned = pins.flatMap((pin) =>
    pinnedMessage(pin, messages?.get(pin.messageRev), room_id, members),
  );
  const data = fitting(pinned);
  const last = data.at(-1);
  return {
    event: "pins",
    data,
    ...(last && data.length < pinned.length && { nextCursor: String(last.pinned_rev) }),
    repeatable: true,
  };
};

function pinOf(cursor: string): number {
  if (/^\d+$/.test(cursor)) return Number(cursor);
  throw badField("cursor", "is not one that getPins gave");
}

// A message that has just been deleted may still have its pin.
function pinnedMessage(
  pin: Pin,
  message: StoredMessage | undefined,
  roomId: string,
  members: Members,
): PinnedMessage[] {
  const data = message && historyData(message, roomId, members);
  if (!data || data.deleted) return [];
  return [{ ...data, pinned_by: pin.by, pinned_at: iso(pin.at), pinned_rev: pin.rev }];
}
