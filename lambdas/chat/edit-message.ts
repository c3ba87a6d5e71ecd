// `editMessage`: replaces the text of one's own message.

import { isBlank } from "../../protocol/text.ts";
import type { Payload } from "../../protocol/actions.ts";
import { all } from "./all.ts";
import { badField, ChatError, noSuchMessage } from "./errors.ts";
import { editedData } from "./events.ts";
import { isEdited, searchMessage, type MessageSearch } from "./find-message.ts";
import type { Appended } from "./log.ts";
import { fitsFrame } from "./message-size.ts";
import type { Attribution, EditEvent, StoredMessage } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import type { Request, UseCase } from "./request.ts";

/** The message's current edit. */
type Existing = Attribution & { readonly text: string };

/** The attempts of an edit whose pending text is overwritten by other edits of the same message. */
const ATTEMPTS = 5;

export const editMessage: UseCase<"editMessage"> = async (payload, request) => {
  const search = searchMessage(request, payload.room_id, payload.message_id);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const edit = await propose(payload, search, request);
    if (!(await tookEffect(edit, payload.room_id, request))) continue;

    const { entry, receivers, alongside } = edit;
    const { edit_id: _own, ...named } = payload;
    return {
      event: "edited",
      data: editedData("text" in entry ? { ...named, message: entry.text } : named, entry),
      receivers,
      alongside,
      repeatable: true,
    };
  }
  throw new ChatError("UNAVAILABLE", "This message is being edited elsewhere. Try again.");
};

const propose = (payload: Payload<"editMessage">, search: MessageSearch, request: Request) => {
  const { room_id, message_id, message: text, edit_id } = payload;
  return appendWithReceivers<EditEvent, Existing>(request, room_id, async ({ room }, nonce) => {
    const message = await search.message(room);
    checkEdit(message, text, request.caller.userId);
    const noted = edit_id === undefined ? undefined : overtaken(request, room_id, message, edit_id);
    // A message that was never edited has no edit to wait for: its text is proposed concurrently with the note.
    const existing = message.edited && (await noted);
    if (existing) return { existing };
    const [, isProposed] = await all([
      noted,
      request.messages.propose(room_id, message.rev, text, nonce),
    ]);
    if (!isProposed) throw noSuchMessage();
    return { append: { kind: "edit", target: message.rev, messageId: message_id } };
  });
};

// Recognizes a repeated edit. If the message has been edited since the first attempt, the edit was either applied or
// replaced by a later one. The repeat then changes nothing.
async function overtaken(
  request: Request,
  roomId: string,
  { rev, by, edited, content, expiresAt }: StoredMessage,
  editId: string,
): Promise<Existing | undefined> {
  const editRevBefore = edited?.rev ?? 0;
  const before = await request.messages.noteEdit(roomId, rev, editId, editRevBefore, expiresAt);
  if (!edited || !content || editRevBefore <= before) return undefined;
  return { ...edited, by, text: content.message };
}

function checkEdit(message: StoredMessage, text: string, caller: string): void {
  if (message.by !== caller) throw new ChatError("FORBIDDEN", "Only its sender may edit it.");
  if (message.deleted) throw noSuchMessage();
  if (isBlank(text) && !message.content?.attachments.length) {
    throw badField("message", "may be empty only with an attachment");
  }
  if (message.content && !fitsFrame({ ...message.content, message: text })) {
    throw new ChatError("TOO_LARGE", "The message is too large with this text.");
  }
}

// False if the entry's pending text was overwritten before it was applied: such an entry changes nothing and was never
// acknowledged. An entry that a later edit or deletion replaced did take effect.
async function tookEffect(
  { entry, applied }: Appended<EditEvent, Existing>,
  roomId: string,
  request: Request,
): Promise<boolean> {
  if (applied || "text" in entry) return true;
  const message = await request.log.message(roomId, entry.target);
  return message?.deleted !== undefined || isEdited(message, entry);
}
