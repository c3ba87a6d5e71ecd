// The domain events for other systems, made from a room's log.

import type { DomainEvent } from "../../protocol/domain-events.ts";
import { messageId } from "./find-message.ts";
import { firstGraphemes } from "./graphemes.ts";
import type { Room, StoredMessage } from "./model.ts";
import { iso } from "./wire.ts";

/** Publishes domain events on the bus. Never throws: failures are logged and counted. */
export type Publish = (events: readonly DomainEvent[]) => Promise<void>;

/** The maximum length of a message's text in an event. */
const TEXT_CHARACTERS = 200;

/** 1,000 ids of 128 characters and the text take about 135 KB of an event's 256 KB. */
export const IDS_PER_EVENT = 1_000;

/**
 * The events of a message with the members whom it did not reach, `IDS_PER_EVENT` per event; one event if there are no
 * such members. With `isContinued` an earlier slice reported the message, so without such members there is no event.
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
