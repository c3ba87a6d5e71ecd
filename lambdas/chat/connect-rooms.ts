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

/** The list reads every room, to know their order. */
const LIST_TOKENS = 2;

export const connectRooms: UseCase<"connectRooms"> = async (payload, request) => {
  const cursor = payload.cursor === undefined ? undefined : decodeCursor(payload.cursor);
  const [page] = await all([
    roomPage(request, cursor, payload.limit),
    pay(request, "reads", LIST_TOKENS, payload.first_name),
  ]);
  const rooms = await joined(page, request);
  const [found] = await all([list(rooms, payload, request), page.keeping]);
  // Long names and previews can pass a frame's limit before the page is full: the rest is for the next page.
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

// The caller's connection joins all of their large rooms, those of later pages too. The rooms that it has
// just joined are read again: what came before is in the answer then, and what comes after is told to the connection.
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

// The memberships are read after the rooms, so that nobody is told of a room what is newer than their removal from it.
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
    // The caller is told of in this very request, or else looked up like the others.
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
    // What has expired can be read no more, and is unread no more.
    const seen = Math.max(member.seenSeq, room.start?.seq ?? 0);
    return {
      ...roomData(room, firstNames),
      last_message: lastMessage(messages.get(room.id)),
      seq: room.head.seq,
      rev: room.head.rev,
      seen_seq: seen,
      // The mark can be ahead of a room that is yet to be advanced.
      unread_count: Math.max(0, room.head.seq - seen),
    };
  });
}

// A last message is read beside the membership. If it was changed since the room was read, that may have been after a
// removal: then the membership is read once more. Nearly always there is none such.
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
