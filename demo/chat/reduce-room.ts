// What happens in one room.

import type { Happening } from "./happening.ts";
import { addPage, deleteMessage, editMessage } from "./history.ts";
import { withEntry, without } from "./maps.ts";
import { markSeen, removeMember } from "./rooms.ts";
import type { Room } from "./state.ts";

export function reduceRoom(room: Room, happening: Happening): Room {
  switch (happening.type) {
    case "edited":
      return editMessage(room, happening.data);
    case "delete":
      return deleteMessage(room, happening.data);
    case "pin_message": {
      const { _id, pin_message } = happening.data;
      // What was pinned is not told: the pins are loaded anew.
      const pins = pin_message ? room.pins : room.pins?.filter((pin) => pin._id !== _id);
      return { ...room, changes: without(room.changes, _id), ...(pins && { pins }) };
    }
    case "members_added":
      return { ...room, info: { ...room.info, member_count: happening.data.member_count } };
    case "member_removed":
      return removeMember(room, happening.data);
    case "room_updated":
      return {
        ...room,
        info: { ...room.info, room_name: happening.data.room_name ?? room.info.room_name },
      };
    case "seen":
      return markSeen(room, happening.data.user_id, happening.data.seq);
    case "typing":
      return { ...room, typing: new Set(room.typing).add(happening.data.user_id) };
    case "typing_stopped":
      return {
        ...room,
        typing: new Set([...room.typing].filter((id) => id !== happening.data.user_id)),
      };
    case "reload": {
      // What is here may lack what was missed.
      const { history: _history, ...rest } = room;
      return { ...rest, loading: "not yet" };
    }
    case "loading":
      return { ...room, loading: happening.loading };
    case "loading_older":
      return room.history
        ? { ...room, history: { ...room.history, isLoadingOlder: happening.isLoading } }
        : room;
    case "page":
      return addPage(room, happening.page, happening.isNewest);
    case "members":
      return happening.members.reduce<Room>(
        (all, { user_id, seen_seq }) => markSeen(all, user_id, seen_seq),
        { ...room, members: happening.members },
      );
    case "pins":
      return { ...room, pins: happening.pins };
    case "changing": {
      const { message_id, change } = happening;
      const changes = change
        ? withEntry(room.changes, message_id, change)
        : without(room.changes, message_id);
      return { ...room, changes };
    }
    default:
      return room;
  }
}
