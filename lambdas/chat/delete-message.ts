// `deleteMessage`: erases a message's content; a tombstone stays.

import { ChatError } from "./errors.ts";
import { deletedData } from "./events.ts";
import { findMessage } from "./find-message.ts";
import type { Deed, DeleteEvent } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import type { UseCase } from "./request.ts";

export const deleteMessage: UseCase<"deleteMessage"> = async (payload, request) => {
  const { room_id, message_id } = payload;
  const { entry, receivers } = await appendWithReceivers<DeleteEvent, Deed>(
    request,
    room_id,
    async ({ room }) => {
      const message = await findMessage(request, room_id, message_id);
      const mayDelete = [message.by, room.owner].includes(request.caller.userId);
      if (!mayDelete)
        throw new ChatError("FORBIDDEN", "Only its sender or the owner may delete it.");
      if (message.deleted) return { standing: message.deleted };

      const pin = await request.messages.pin(room_id, message.rev);
      const unpins = pin?.pinned ?? false;
      return { append: { kind: "delete", target: message.rev, messageId: message_id, unpins } };
    },
  );
  return {
    event: "delete",
    data: deletedData(payload, entry),
    receivers,
    repeatable: true,
  };
};
