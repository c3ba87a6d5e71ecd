// `deleteMessage`: erases a message's content; a tombstone stays.

import { all } from "./all.ts";
import { ChatError } from "./errors.ts";
import { deletedData } from "./events.ts";
import { filesOf } from "./attachments.ts";
import { messageWith, searchMessage } from "./find-message.ts";
import type { Attribution, DeleteEvent, StoredMessage } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import { isInCharge } from "./system.ts";
import type { Request, UseCase } from "./request.ts";

export const deleteMessage: UseCase<"deleteMessage"> = async (payload, request) => {
  const { room_id, message_id } = payload;
  const search = searchMessage(request, room_id, message_id);
  const { entry, receivers, alongside } = await appendWithReceivers<DeleteEvent, Attribution>(
    request,
    room_id,
    async ({ room }) => {
      const [message, pin] = await messageWith(search, room, (rev) =>
        request.messages.pin(room_id, rev),
      );
      const isOwn = message.by === request.caller.userId;
      if (!isOwn && !isInCharge(room, request.caller)) {
        throw new ChatError("FORBIDDEN", "Only its sender or the owner may delete it.");
      }
      if (message.deleted) return { existing: message.deleted };
      await removeFiles(request, room_id, message);

      const unpins = pin?.pinned ?? false;
      return { append: { kind: "delete", target: message.rev, messageId: message_id, unpins } };
    },
  );
  const data = deletedData(payload, entry);
  return {
    event: "delete",
    data,
    publishes: () => [{ type: "MessageDeleted", detail: data }],
    receivers,
    alongside,
    repeatable: true,
  };
};

/**
 * Deletes a message's files. This happens before the tombstone, which has no attachments: a crash in between
 * leaves a message without its files, instead of files that nothing refers to. A repeat continues from there.
 */
export async function removeFiles(
  request: Request,
  roomId: string,
  { by, content }: StoredMessage,
): Promise<void> {
  const keys = filesOf(request, [roomId, by], content?.attachments ?? []);
  await all(keys.map((key) => request.files.remove(key)));
}
