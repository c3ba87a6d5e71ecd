// Formats system messages: the lines about a room's events that are not messages.
import type { HistoryEvent } from "../client/store/index.ts";
import { listOf, time } from "./lines.ts";
import { printable } from "./printable.ts";
import type { Rooms } from "./rooms.ts";

/** `14:02 ann added bob and cid` */
export function systemMessage({ event, data }: HistoryEvent, { name, numbered }: Rooms): string {
  switch (event) {
    case "members_added":
      return `${time(data.added_at)} ${name(data.user_id)} added ${listOf(data.user_ids.map(name))}`;
    case "member_removed": {
      const { user_id, removed_by, removed_at, owner_id } = data;
      const did = removed_by === user_id ? "left" : `was removed by ${name(removed_by)}`;
      const newOwner = owner_id === undefined ? "" : `; ${name(owner_id)} owns the group now`;
      return `${time(removed_at)} ${name(user_id)} ${did}${newOwner}`;
    }
    case "room_updated": {
      const { room_name, image_url } = data;
      const changes = [
        room_name !== undefined && `renamed the group to ${printable(room_name)}`,
        image_url !== undefined && pictureChange(image_url),
      ].filter(Boolean);
      return `${time(data.updated_at)} ${name(data.user_id)} ${changes.join(" and ")}`;
    }
    case "pin_message": {
      const did = data.pin_message ? "pinned" : "unpinned";
      return `${time(data.pinned_at)} ${name(data.user_id)} ${did} ${numbered(data.room_id, data._id)}`;
    }
  }
}

const pictureChange = (imageUrl: string): string =>
  imageUrl === "" ? "took the group's picture off" : "changed the group's picture";
