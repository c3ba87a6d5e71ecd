// The summary of a room for lists, from events and from the server's list. The newer of the two wins, by `rev`.

import type { Summary } from "./state.ts";
import {
  isDeleted,
  type LastMessage,
  type ListedRoom,
  type Message,
  type RoomAction,
} from "./types.ts";

type RoomData = Omit<ListedRoom, "last_message" | "seq" | "rev" | "seen_seq" | "unread_count">;
/** A group lists its members' ids, a pair both users. */
export type UnlistedRoom = Omit<RoomData, "recipients"> & {
  recipients?: readonly unknown[] | undefined;
};

/** The summary of a room that an event describes and no list has contained. */
export const unlistedSummary = (data: UnlistedRoom, rev: number): Summary => ({
  info: infoOf(data),
  last_message: null,
  seq: 0,
  rev,
  baseline: Infinity,
});

export const listed = (room: ListedRoom): Summary => {
  const { last_message, seq, rev } = room;
  return { info: infoOf(room), last_message, seq, rev };
};

function infoOf(data: UnlistedRoom): Summary["info"] {
  const { _id, room_name, type, image_url, creator_id, created_at, member_count } = data;
  const recipients = data.recipients as RoomData["recipients"];
  return {
    _id,
    room_name,
    type,
    image_url,
    creator_id,
    created_at,
    member_count,
    ...(type === "peer-to-peer" && recipients && { recipients }),
  };
}

/** Uses a listed room, unless a newer event is known. The list also knows how far the user has read. */
export function mergeListed(known: Summary, room: ListedRoom): Summary {
  const { baseline: _baseline, ...rest } = known;
  return room.rev >= known.rev ? listed(room) : rest;
}

export function reduceSummary(summary: Summary, action: RoomAction): Summary {
  const { data } = action;
  if (!("rev" in data) || data.rev <= summary.rev) return summary;
  const { info, last_message: last } = summary;
  const next = { ...summary, rev: data.rev };
  switch (action.type) {
    case "message":
      return { ...next, ...withMessage(summary, action.data) };
    case "edited":
      return last?._id === action.data.message_id && !last.deleted
        ? { ...next, last_message: { ...last, message: action.data.message } }
        : next;
    case "delete":
      return last?._id === action.data.message_id
        ? { ...next, last_message: tombstoneOf(last, action.data.deleted_at) }
        : next;
    case "members_added":
    case "member_removed":
      return { ...next, info: { ...info, member_count: action.data.member_count } };
    case "room_updated": {
      const { room_name = info.room_name, image_url = info.image_url } = action.data;
      return { ...next, info: { ...info, room_name, image_url } };
    }
    default:
      return next;
  }
}

function withMessage({ baseline, ...summary }: Summary, message: Message): Partial<Summary> {
  const { seq } = message;
  if (seq <= summary.seq) return {};
  return {
    seq,
    last_message: previewOf(message),
    ...(baseline !== undefined && { baseline: Math.min(baseline, seq - 1) }),
  };
}

function previewOf(message: Message): LastMessage {
  if (isDeleted(message)) return tombstoneOf(message, message.deleted_at);
  const { _id, sender_id, created_at, first_name, message_type, message: text } = message;
  return {
    _id,
    sender_id,
    created_at,
    message_type,
    message: text,
    ...(first_name !== undefined && { first_name }),
  };
}

const tombstoneOf = (
  { _id, sender_id, created_at }: LastMessage | Message,
  deleted_at: string,
): LastMessage => ({ _id, sender_id, created_at, deleted: true, deleted_at });
