// `connectRooms`: the caller's rooms, newest activity first.

import type { Payload } from "../../protocol/actions.ts";
import type { LastMessage, ListedRoom } from "../../protocol/connect-rooms.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { all } from "./all.ts";
import { fitting } from "./frame-budget.ts";
import { messageId } from "./find-message.ts";
import type { Member, Room, StoredMessage } from "./model.ts";
import type { Request, UseCase } from "./request.ts";
import { decodeCursor, encodeCursor, isAfter } from "./room-cursor.ts";
import { iso, roomData } from "./wire.ts";

export const connectRooms: UseCase<"connectRooms"> = async (payload, request) => {
  const after = payload.cursor === undefined ? undefined : decodeCursor(payload.cursor);
  const [mine] = await all([
    request.roomList.ofUser(request.caller.userId),
    payload.first_name && request.roomList.remember(request.caller.userId, payload.first_name),
  ]);
  const rest = mine
    .sort((a, b) => (isAfter(a.room, b.room) ? 1 : -1))
    .filter(({ room }) => !after || isAfter(room, after));
  // Long names and previews can pass a frame's limit before the page is full: the rest is for the next page.
  const listed = fitting(await list(rest.slice(0, payload.limit), payload, request));

  const last = rest[listed.length - 1];
  return {
    event: "connectRooms",
    data: listed,
    ...(last && rest.length > listed.length && { nextCursor: encodeCursor(last.room) }),
    repeatable: true,
  };
};

type Mine = { room: Room; member: Member };

async function list(
  page: Mine[],
  payload: Payload<"connectRooms">,
  request: Request,
): Promise<ListedRoom[]> {
  const caller = request.caller;
  const { messages, firstNames } = await request.roomList.details({
    messages: page
      .filter(({ room }) => room.head.lastMessageRev > 0)
      .map(({ room }) => ({ roomId: room.id, rev: room.head.lastMessageRev })),
    // The caller is told of in this very request, or else looked up like the others.
    users: page
      .flatMap(({ room }) => room.peers ?? [])
      .filter((id) => id !== caller.userId || !payload.first_name),
  });
  const ownName = payload.first_name || (firstNames.get(caller.userId) ?? caller.firstName);
  if (ownName !== undefined) firstNames.set(caller.userId, ownName);

  return page.map(({ room, member }) => ({
    ...roomData(room, firstNames),
    last_message: lastMessage(messages.get(room.id)),
    seq: room.head.seq,
    rev: room.head.rev,
    seen_seq: member.seenSeq,
    // The mark can be ahead of a room that is yet to be advanced.
    unread_count: Math.max(0, room.head.seq - member.seenSeq),
  }));
}

function lastMessage(message: StoredMessage | undefined): LastMessage | null {
  if (!message) return null;
  const stamp = {
    _id: messageId(message),
    sender_id: message.by,
    created_at: iso(message.at),
  };
  if (message.deleted) return { ...stamp, deleted_at: iso(message.deleted.at) };
  const { first_name, message_type, message: text = "" } = message.content ?? {};
  return {
    ...stamp,
    ...(first_name !== undefined && { first_name }),
    ...(message_type !== undefined && { message_type }),
    message: preview(text),
  };
}

// Whole characters only: a cut through a surrogate pair would leave half of one.
function preview(text: string): string {
  const cut = text.slice(0, LIMITS.previewCharacters);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
