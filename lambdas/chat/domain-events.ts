// The domain events for other systems, made from a room's log.

import type { DomainEvent } from "../../protocol/domain-events.ts";
import { messageId } from "./find-message.ts";
import { firstGraphemes } from "./graphemes.ts";
import type { Room, StoredMessage } from "./model.ts";
import { iso } from "./wire.ts";

/** Takes domain events to the bus. Never throws: what could not be taken there is logged and counted. */
export type Publish = (events: readonly DomainEvent[]) => Promise<void>;

/** The maximum length of a message's text in an event. */
const TEXT_CHARACTERS = 200;

/** So many ids of 128 characters, with the text, are some 135 KB of the 256 KB that an event may have. */
export const IDS_PER_EVENT = 1_000;

/**
 * A message and the members whom it did not reach, in as many events as they need; one if there are none. `isContinued`:
 * others have told of it already, so that there is none without such members.
 */
export function messageSent(
  roomId: string,
  message: StoredMessage,
  offline: readonly string[],
  isContinued = false,
): DomainEvent[] {
  const { content, rev, seq, by, at } = message;
  // Deleted meanwhile: the event reports the deletion, without the text.
  if (!content) return [];
  const events: DomainEvent[] = [];
  for (let from = 0; from < offline.length || (from === 0 && !isContinued); from += IDS_PER_EVENT) {
    events.push({
      type: "MessageSent",
      detail: {
        room_id: roomId,
        message_id: messageId(message),
        sender_id: by,
        rev,
        seq,
        created_at: iso(at),
        message_type: content.message_type,
        text: firstGraphemes(content.message, TEXT_CHARACTERS),
        offline_user_ids: offline.slice(from, from + IDS_PER_EVENT),
        ...((isContinued || from > 0) && { continued: true as const }),
      },
    });
  }
  return events;
}

/** A new room and its first members. */
export const roomCreated = (
  { id, type, name, creator, createdAt }: Room,
  user_ids: readonly string[],
): DomainEvent => ({
  type: "RoomCreated",
  detail: {
    room_id: id,
    type,
    room_name: name,
    creator_id: creator,
    created_at: iso(createdAt),
    user_ids: [...user_ids],
  },
});
