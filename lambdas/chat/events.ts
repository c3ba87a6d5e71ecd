// Encodes the durable events of a room as frames: new, repeated or replayed ones.

import type { EventData } from "../../protocol/actions.ts";
import type { GroupData } from "../../protocol/room.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { AddEvent, Attribution, Removal, RenameEvent, Room } from "./model.ts";
import { iso, roomData } from "./wire.ts";

interface InRoom {
  readonly room_id: string;
}

export const editedData = (
  { room_id, message_id, message }: InRoom & { message_id: string; message: string },
  { by, rev, at }: Attribution,
): EventData<"editMessage"> => ({
  message_id,
  message,
  room_id,
  user_id: by,
  rev,
  edited_at: iso(at),
});

export const deletedData = (
  { room_id, message_id }: InRoom & { message_id: string },
  { by, rev, at }: Attribution,
): EventData<"deleteMessage"> => ({
  message_id,
  room_id,
  user_id: by,
  rev,
  deleted_at: iso(at),
});

export const pinnedData = (
  { room_id, _id, pin_message }: InRoom & { _id: string; pin_message: boolean },
  { by, rev, at }: Attribution,
): EventData<"pinMessage"> => ({
  _id,
  room_id,
  pin_message,
  user_id: by,
  rev,
  pinned_at: iso(at),
});

interface Reacted extends InRoom {
  readonly message_id: string;
  readonly reaction: string;
  readonly on: boolean;
  readonly count: number;
}

export const reactedData = (
  { room_id, message_id, reaction, on, count }: Reacted,
  { by, rev, at }: Attribution,
): EventData<"reactMessage"> => ({
  room_id,
  message_id,
  reaction,
  on,
  count,
  user_id: by,
  rev,
  reacted_at: iso(at),
});

/** An addition: the new members, who added them, and the member count afterwards. */
export type Addition = Attribution & Pick<AddEvent, "users" | "memberCount">;

export const addedData = (
  room_id: string,
  { users, by, memberCount, rev, at }: Addition,
): EventData<"addMembers"> => ({
  room_id,
  user_ids: [...users],
  user_id: by,
  member_count: memberCount,
  rev,
  added_at: iso(at),
});

/** A group as its new members receive it, with all members' ids unless it is large. */
export function groupData(room: Room, memberIds: readonly string[] | undefined): GroupData {
  const { recipients: _peers, ...group } = roomData(room, new Map());
  const isLarge = memberIds === undefined || memberIds.length > LIMITS.membersInFrame;
  return isLarge ? group : { ...group, recipients: [...memberIds] };
}

/** An addition, for the new members. */
export const joinedData = (
  room: Room,
  memberIds: readonly string[] | undefined,
  { by, rev, at }: Addition,
) => ({ ...groupData(room, memberIds), user_id: by, rev, added_at: iso(at) });

export const removedData = (
  room_id: string,
  user_id: string,
  { by, rev, at, memberCount, owner }: Removal,
): EventData<"removeMember"> => ({
  room_id,
  user_id,
  removed_by: by,
  member_count: memberCount,
  ...(owner !== undefined && { owner_id: owner }),
  rev,
  removed_at: iso(at),
});

export const renamedData = (
  room_id: string,
  { by, rev, at, name, image }: Attribution & Pick<RenameEvent, "name" | "image">,
): EventData<"updateRoom"> => ({
  room_id,
  ...(name !== undefined && { room_name: name }),
  ...(image !== undefined && { image_url: image }),
  user_id: by,
  rev,
  updated_at: iso(at),
});
