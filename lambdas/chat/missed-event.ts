// Encodes a log entry as the frame that a member would have received, with the current state of its message.

import type { RoomEvent } from "../../protocol/room-event.ts";
import { groupEvent } from "../../protocol/users.ts";
import {
  addedData,
  deletedData,
  editedData,
  joinedData,
  pinnedData,
  reactedData,
  removedData,
  renamedData,
} from "./events.ts";
import { isEdited } from "./find-message.ts";
import { shownContent } from "./message-size.ts";
import type { EditEvent, Entry, Room, StoredMessage } from "./model.ts";
import { countOf } from "./reactions.ts";
import { messageData } from "./wire.ts";

export interface Replay {
  readonly room: Room;
  /** Undefined for a large room. */
  readonly memberIds: readonly string[] | undefined;
  /** The user who gets the frame. */
  readonly userId: string;
  /** The edited messages, by rev. */
  readonly edited: ReadonlyMap<number, StoredMessage> | undefined;
}

/** The frame of an entry; undefined for an edit that a later one has replaced. */
export function missedEvent(entry: Entry, replay: Replay): RoomEvent | undefined {
  const { room, memberIds, userId } = replay;
  const room_id = room.id;
  switch (entry.kind) {
    case "message":
      return { event: "message", data: messageData(entry, room_id, memberIds) };
    case "edit":
      return missedEdit(entry, replay);
    case "delete":
      return {
        event: "delete",
        data: deletedData({ room_id, message_id: entry.messageId }, entry),
      };
    case "pin": {
      const pin = { room_id, _id: entry.messageId, pin_message: entry.pinned };
      return { event: "pin_message", data: pinnedData(pin, entry) };
    }
    case "react": {
      const { messageId: message_id, reaction, on, reactions } = entry;
      const reacted = { room_id, message_id, reaction, on, count: countOf(reactions, reaction) };
      return { event: "reaction", data: reactedData(reacted, entry) };
    }
    case "add":
      return entry.users.includes(userId)
        ? { event: groupEvent(userId), data: joinedData(room, memberIds, entry) }
        : { event: "members_added", data: addedData(room_id, entry) };
    case "remove":
      return { event: "member_removed", data: removedData(room_id, entry.user, entry) };
    case "rename":
      return { event: "room_updated", data: renamedData(room_id, entry) };
  }
}

// An edit whose pending text was overwritten before it was applied was never delivered.
function missedEdit(entry: Entry<EditEvent>, { room, edited }: Replay): RoomEvent | undefined {
  const message = edited?.get(entry.target);
  if (!message?.content || !isEdited(message, entry)) return undefined;
  const { message: text } = shownContent(message.content);
  const edit = { room_id: room.id, message_id: entry.messageId, message: text };
  return { event: "edited", data: editedData(edit, entry) };
}
