// `pinMessage`: pins a message, or unpins it.

import { LIMITS } from "../../protocol/limits.ts";
import { all } from "./all.ts";
import { ChatError, noSuchMessage } from "./errors.ts";
import { pinnedData } from "./events.ts";
import { searchMessage } from "./find-message.ts";
import type { Attribution, PinEvent } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import type { UseCase } from "./request.ts";
import { isKept } from "./retention.ts";

export const pinMessage: UseCase<"pinMessage"> = async (payload, request) => {
  const { room_id, _id: messageId, pin_message: pinned } = payload;
  const search = searchMessage(request, room_id, messageId);
  const { entry, receivers, alongside } = await appendWithReceivers<PinEvent, Attribution>(
    request,
    room_id,
    async ({ room }) => {
      const [message, stored] = await all([search.message(room), request.messages.pins(room_id)]);
      const pins = stored.filter(({ messageRev }) => isKept(room, messageRev));
      if (message.deleted) throw noSuchMessage();

      const existing = pins.find((pin) => pin.messageRev === message.rev && pin.pinned === pinned);
      if (existing) return { existing };
      if (pinned && pins.filter((pin) => pin.pinned).length >= LIMITS.pinsPerRoom) {
        throw new ChatError("TOO_LARGE", `A room has at most ${LIMITS.pinsPerRoom} pins.`);
      }
      return { append: { kind: "pin", target: message.rev, messageId, pinned } };
    },
  );
  return {
    event: "pin_message",
    data: pinnedData(payload, entry),
    receivers,
    alongside,
    repeatable: true,
  };
};
