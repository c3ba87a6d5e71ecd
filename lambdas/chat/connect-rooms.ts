// `connectRooms`: the caller's rooms, newest activity first.

import type { Payload } from "../../protocol/actions.ts";
import type { LastMessage, ListedRoom } from "../../protocol/connect-rooms.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { DEFAULT_MESSAGE_TYPE } from "../../protocol/message.ts";
import { all } from "./all.ts";
import { firstUnits } from "./graphemes.ts";
import { fitting } from "./frame-budget.ts";
import { messageId } from "./find-message.ts";
import { joinRooms } from "./join-room.ts";
import { pay } from "./limits.ts";
import type { Room, StoredMessage } from "./model.ts";
import type { Request, UseCase } from "./request.ts";
import { decodeCursor } from "./room-cursor.ts";
import { roomPage, type RoomPage } from "./room-page.ts";
import { iso, roomData } from "./wire.ts";

/** More than one token, because sorting the list reads every room. */
const LIST_TOKENS = 2;

export const connectRooms: UseCase<"connectRooms"> = async (payload, request) => {
  const cursor = payload.cursor === undefined ? undefined : decodeCursor(payload.cursor);
  const [page] = await all([
    roomPage(request, cursor, payload.limit),
    pay(request, "reads", LIST_TOKENS, payload.first_name),
  ]);
  const rooms = await joined(page, request);
  const [found] = await all([list(rooms, payload, request), page.keeping]);
  // Long names and previews can fill a frame before the page is full. The other rooms move to the next page.
  const listed = fitting(found);

  const isCut = listed.length < found.length;
  const last = isCut ? page.rooms.find(({ id }) => id === listed.at(-1)?._id) : page.rooms.at(-1);
  const nextCursor = last && page.cursorAfter(last);
  return {
    event: "connectRooms",
    data: listed,
    ...(nextCursor !== undefined && { nextCursor }),
    repeatable: true,
  };
};

// The caller's connection joins all of their large rooms, including those of later pages. Rooms that it has just joined
// are read again: earlier events are then in the reply, and later ones are delivered to the connection.
async function joined({ rooms, large }: RoomPage, request: Request): Promise<readonly Room[]> {
  if (large.length === 0) return rooms;
  const { userId } = request.caller;
  const memberships = await request.rooms.memberships(userId, large);
  const reread = new Set(await joinRooms(request, [...memberships.values()]));
  const shown = rooms.map(({ id }) => id).filter((id) => reread.has(id));
  if (shown.length === 0) return rooms;
  const fresh = await request.rooms.memberships(userId, shown);
  return rooms.map((room) => fresh.get(room.id)?.room ?? room);
}

// Memberships are read after the rooms, so that a removed user sees nothing newer than their removal.
async function list(
  rooms: readonly Room[],
  payload: Payload<"connectRooms">,
  request: Request,
): Promise<ListedRoom[]> {
  const { caller } = request;
  const { members, messages, firstNames } = await request.roomList.details({
    member: { userId: caller.userId, roomIds: rooms.map(({ id }) => id) },
    messages: rooms
      .filter(({ head }) => head.lastMessageRev > 0)
      .map(({ id, head }) => ({ roomId: id, rev: head.lastMessageRev })),
    // The caller's name is in this request; without one, it is looked up like the others'.
    users: rooms
      .flatMap(({ peers = [] }) => peers)
      .filter((id) => id !== caller.userId || payload.first_name === undefined),
  });
  const left = await leftMeanwhile(rooms, messages, request);
  const ownName = payload.first_name || (firstNames.get(caller.userId) ?? caller.firstName);
  if (ownName !== undefined) firstNames.set(caller.userId, ownName);

  return rooms.flatMap((room) => {
    const member = left.has(room.id) ? undefined : members.get(room.id);
    if (!member) return [];
    // Expired messages do not count as unread.
    const seen = Math.max(member.seenSeq, room.start?.seq ?? 0);
    return {
      ...roomData(room, firstNames),
      last_message: lastMessage(messages.get(room.id)),
      seq: room.head.seq,
      rev: room.head.rev,
      seen_seq: seen,
      // The read mark can be ahead of a head that has not been advanced yet.
      unread_count: Math.max(0, room.head.seq - seen),
    };
  });
}

// Last messages are read concurrently with the memberships. A message that has changed since its room was read may have
// changed after the caller's removal, so the membership of such a room is read again. This is rare.
async function leftMeanwhile(
  rooms: readonly Room[],
  messages: ReadonlyMap<string, StoredMessage>,
  request: Request,
): Promise<ReadonlySet<string>> {
  const changed = rooms.filter(({ id, head }) => {
    const { edited, deleted } = messages.get(id) ?? {};
    return Math.max(edited?.rev ?? 0, deleted?.rev ?? 0) > head.rev;
  });
  if (changed.length === 0) return new Set();
  const ids = changed.map(({ id }) => id);
  const memberships = await request.rooms.memberships(request.caller.userId, ids);
  return new Set(ids.filter((id) => !memberships.get(id)?.member));
}

function lastMessage(message: StoredMessage | undefined): LastMessage | null {
  if (!message) return null;
  const stamp = {
    _id: messageId(message),
    sender_id: message.by,
    created_at: iso(message.at),
  };
  if (message.deleted) return { ...stamp, deleted: true, deleted_at: iso(message.deleted.at) };
  const {
    first_name,
    message_type = DEFAULT_MESSAGE_TYPE,
    message: text = "",
  } = message.content ?? {};
  return {
    ...stamp,
    ...(first_name !== undefined && { first_name }),
    message_type,
    message: firstUnits(text, LIMITS.previewCharacters),
  };
}
