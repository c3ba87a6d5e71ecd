// `getMessages`: a page of a room's history.

import type { EventData, Payload } from "../../protocol/actions.ts";
import type { StandingMessage } from "../../protocol/message.ts";
import { fitting } from "./frame-budget.ts";
import type { Entry, Room, StoredMessage } from "./model.ts";
import { enterRoom, membersNow, readFinished, type Members } from "./read-room.ts";
import type { Request, UseCase } from "./request.ts";
import { messageData } from "./wire.ts";

export const getMessages: UseCase<"getMessages"> = async (payload, request) => {
  const room = await enterRoom(request, payload.room_id);
  const isForward = payload.after_rev !== undefined;
  const entries = await readPage(payload, room, request);
  const members = await membersNow(request, room);
  const messages = entries
    .filter((entry) => entry.kind === "message")
    .map((entry) => historyData(entry, room.id, members));

  const shown = fitting(messages);
  const isCut = shown.length < messages.length;
  // Everything up to the last message that is shown, or all that was read: changes between messages are no more than
  // what these say by now.
  const end = isCut ? shown.at(-1)?.rev : entries.at(-1)?.rev;
  const hasMore = isCut || entries.length === payload.limit;
  const page = { shown, end, hasMore, newest: entries[0]?.rev };
  return {
    event: "messages",
    data: isForward ? forward(room, page, payload.after_rev ?? 0) : backward(room, page, payload),
    to: [],
    repeatable: true,
  };
};

// One entry after another, as far as the page goes: those that are no messages make it shorter, not longer to read.
function readPage(payload: Payload<"getMessages">, room: Room, request: Request): Promise<Entry[]> {
  const { room_id, before_rev, after_rev, limit } = payload;
  return after_rev === undefined
    ? readFinished(
        request,
        room,
        () => request.log.before(room_id, before_rev, limit),
        (entries) => (before_rev === undefined ? entries[0] : undefined),
      )
    : readFinished(
        request,
        room,
        () => request.log.after(room_id, after_rev, limit),
        (entries) => (entries.length < limit ? entries.at(-1) : undefined),
      );
}

interface Page {
  /** In the order in which they were read. */
  readonly shown: readonly StandingMessage[];
  /** The last entry of the page, in that order. */
  readonly end: number | undefined;
  readonly hasMore: boolean;
  /** The first entry that was read. */
  readonly newest: number | undefined;
}

function forward(
  room: Room,
  { shown, end, hasMore }: Page,
  after: number,
): EventData<"getMessages"> {
  const rev = end ?? after;
  return {
    ...{ room_id: room.id, messages: [...shown], has_more: hasMore },
    ...(hasMore && { next_after_rev: rev }),
    rev,
  };
}

function backward(
  room: Room,
  { shown, end = 1, hasMore, newest }: Page,
  { before_rev }: Payload<"getMessages">,
): EventData<"getMessages"> {
  const isMore = hasMore && end > 1;
  return {
    ...{ room_id: room.id, messages: [...shown].reverse(), has_more: isMore },
    ...(isMore && { next_before_rev: end }),
    rev: before_rev === undefined ? (newest ?? 0) : room.head.rev,
  };
}

// Whoever reads history sees who has seen what: those whose read mark has passed the message.
function historyData(message: StoredMessage, roomId: string, members: Members): StandingMessage {
  const data = messageData(message, roomId, members && [...members.keys()]);
  if (!("recipients" in data) || !members) return data;
  const recipients = data.recipients?.map((recipient) => {
    const member = members.get(recipient._id);
    return member ? { ...recipient, msg_seen: member.seenSeq >= message.seq } : recipient;
  });
  return { ...data, ...(recipients && { recipients }) };
}
