// A room's events that are not messages, as history returns them.

import type { HistoryEvent } from "../../protocol/room-event.ts";
import { addedData, pinnedData, removedData, renamedData } from "./events.ts";
import type { Entry } from "./model.ts";

/** Undefined for changes of messages, and for an unpin. */
export function historyEvent(entry: Entry, room_id: string): HistoryEvent | undefined {
  switch (entry.kind) {
    case "add":
      return { event: "members_added", data: addedData(room_id, entry) };
    case "remove":
      return { event: "member_removed", data: removedData(room_id, entry.user, entry) };
    case "rename":
      return { event: "room_updated", data: renamedData(room_id, entry) };
    case "pin": {
      const pin = { room_id, _id: entry.messageId, pin_message: true };
      return entry.pinned ? { event: "pin_message", data: pinnedData(pin, entry) } : undefined;
    }
    case "message":
    case "edit":
    case "delete":
    case "react":
      return undefined;
  }
}
