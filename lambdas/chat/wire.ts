// Encodes rooms and messages for the wire.

import { LIMITS } from "../../protocol/limits.ts";
import type { MessageData, MessageOrTombstone } from "../../protocol/message.ts";
import type { RoomData } from "../../protocol/room.ts";
import { messageId } from "./find-message.ts";
import { fitsFrame, shownContent } from "./message-size.ts";
import type { Room, RoomView, StoredMessage } from "./model.ts";

export const iso = (time: number): string => new Date(time).toISOString();

/** The ids of all members; undefined for a large room. */
export const memberIds = ({ members }: RoomView): string[] | undefined =>
  members && [...members.keys()];

/**
 * A message in its current state. Without recipients of its own it lists the room's other members, unless they are too
 * many or do not fit beside its content. `members` may be undefined for a room that has too many.
 */
export function messageData(
  message: StoredMessage,
  roomId: string,
  members: readonly string[] | undefined,
): MessageOrTombstone {
  const stamp = {
    _id: messageId(message),
    room_id: roomId,
    sender_id: message.by,
    seq: message.seq,
    rev: message.rev,
    created_at: iso(message.at),
  };
  if (message.deleted) return { ...stamp, deleted: true, deleted_at: iso(message.deleted.at) };
  if (!message.content) throw new Error("A message that is not deleted has no content.");

  const content = shownContent(message.content);
  const recipients = message.content.recipients ? undefined : others(members, message.by);
  return {
    ...content,
    ...(recipients && fitsFrame({ ...content, recipients }) && { recipients }),
    ...stamp,
    ...(message.edited && { edited_at: iso(message.edited.at) }),
    ...(message.reactions?.length && { reactions: [...message.reactions] }),
  };
}

function others(members: readonly string[] | undefined, sender: string): MessageData["recipients"] {
  const ids = members?.filter((userId) => userId !== sender);
  if (!ids || ids.length > LIMITS.membersInFrame) return undefined;
  return ids.map((_id) => ({ _id, msg_seen: false }));
}

/** A room. If it is peer-to-peer, it lists both users, with their first names if known. */
export function roomData(room: Room, firstNames: ReadonlyMap<string, string>): RoomData {
  return {
    _id: room.id,
    room_name: room.name,
    type: room.type,
    image_url: room.image,
    creator_id: room.creator,
    created_at: iso(room.createdAt),
    member_count: room.memberCount,
    ...(room.peers && {
      recipients: room.peers.map((_id) => {
        const firstName = firstNames.get(_id);
        return firstName === undefined ? { _id } : { _id, first_name: firstName };
      }),
    }),
  };
}
