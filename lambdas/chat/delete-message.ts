// `deleteMessage`: erases a message's content; a tombstone stays.

import { all } from "./all.ts";
import { ChatError } from "./errors.ts";
import { deletedData } from "./events.ts";
import { filesOf } from "./attachments.ts";
import { searchMessage, type MessageSearch } from "./find-message.ts";
import type { Deed, DeleteEvent, Pin, StoredMessage } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import type { Request, UseCase } from "./request.ts";

export const deleteMessage: UseCase<"deleteMessage"> = async (payload, request) => {
  const { room_id, message_id } = payload;
  const search = searchMessage(request, room_id, message_id);
  const { entry, receivers, alongside } = await appendWithReceivers<DeleteEvent, Deed>(
    request,
    room_id,
    async ({ room }) => {
      const { message, pin } = await withPin(request, room_id, search);
      const mayDelete = [message.by, room.owner].includes(request.caller.userId);
      if (!mayDelete)
        throw new ChatError("FORBIDDEN", "Only its sender or the owner may delete it.");
      if (message.deleted) return { standing: message.deleted };
      await removeFiles(request, room_id, message);

      const unpins = pin?.pinned ?? false;
      return { append: { kind: "delete", target: message.rev, messageId: message_id, unpins } };
    },
  );
  return {
    event: "delete",
    data: deletedData(payload, entry),
    receivers,
    alongside,
    repeatable: true,
  };
};

// The pin is looked for where the message is likely to be, beside it, and once more where it was elsewhere.
async function withPin(
  request: Request,
  roomId: string,
  search: MessageSearch,
): Promise<{ message: StoredMessage; pin: Pin | undefined }> {
  const rev = await search.likelyRev();
  const [message, pin] = await all([
    search.message(),
    rev === undefined ? undefined : request.messages.pin(roomId, rev),
  ]);
  return {
    message,
    pin: message.rev === rev ? pin : await request.messages.pin(roomId, message.rev),
  };
}

// Before the tombstone, which names no files any more: whoever dies in between leaves a message whose files are gone, and
// not files that nobody will ever find. A repeat goes on from there.
async function removeFiles(
  request: Request,
  roomId: string,
  { by, content }: StoredMessage,
): Promise<void> {
  const keys = filesOf(request, [roomId, by], content?.attachments ?? []);
  await all(keys.map((key) => request.files.remove(key)));
}
