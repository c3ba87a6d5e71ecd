// Applies events that arrived during a request to the page of history that it returned.

import type { EventData } from "../protocol/actions.ts";
import type { MessageOrTombstone } from "../protocol/message.ts";
import { withReaction } from "./reactions.ts";
import type { RoomFrame } from "./room.ts";

type Page = EventData<"getMessages">;

/** @param isNewest whether messages after the page's last one belong to it */
export function bringUpToDate(page: Page, since: readonly RoomFrame[], isNewest: boolean): Page {
  let { messages, rev } = page;
  for (const frame of since) {
    if (frame.rev <= page.rev) continue;
    rev = frame.rev;
    messages = apply(messages, frame, isNewest);
  }
  return rev === page.rev ? page : { ...page, messages, rev };
}

function apply(
  messages: MessageOrTombstone[],
  { event, data }: RoomFrame,
  isNewest: boolean,
): MessageOrTombstone[] {
  if (event === "message" || event === "conversation") {
    const { room: _room, user_name: _name, ...message } = data as Record<string, unknown>;
    return isNewest ? [...messages, message as MessageOrTombstone] : messages;
  }
  if (event !== "edited" && event !== "delete" && event !== "reaction") return messages;
  return messages.map((message) => {
    if (message._id !== data.message_id || message.deleted) return message;
    if (event === "delete") return tombstoneOf(message, data as EventData<"deleteMessage">);
    if (event === "reaction") return withReaction(message, data as EventData<"reactMessage">);
    const { message: text, edited_at } = data as EventData<"editMessage">;
    return { ...message, message: text, edited_at };
  });
}

/** A tombstone keeps who sent the message, and when. */
const tombstoneOf = (
  { _id, room_id, seq, rev, sender_id, created_at }: MessageOrTombstone,
  { deleted_at }: EventData<"deleteMessage">,
): MessageOrTombstone => ({
  _id,
  room_id,
  seq,
  rev,
  sender_id,
  created_at,
  deleted: true,
  deleted_at,
});
