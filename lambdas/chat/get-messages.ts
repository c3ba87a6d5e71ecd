// `getMessages`: a page of a room's history.

import type { EventData, Payload } from "../../protocol/actions.ts";
import type { MessageOrTombstone } from "../../protocol/message.ts";
import { all } from "./all.ts";
import { fitting } from "./frame-budget.ts";
import { historyData } from "./history-data.ts";
import { pay } from "./limits.ts";
import type { Entry, Room } from "./model.ts";
import { joinRooms } from "./join-room.ts";
import { authorizeMember } from "./authorize.ts";
import { readApplied, roomNow } from "./read-room.ts";
import type { Request, UseCase } from "./request.ts";

/** How often to read on where entries that are no messages leave a page less than half full. */
const READS = 3;

export const getMessages: UseCase<"getMessages"> = async (payload, request) => {
  const [place] = await all([authorizeMember(request, payload.room_id), pay(request, "reads", 1)]);
  await joinRooms(request, [place]);
  const { room } = place;
  const { entries, isWhole } = await readPage(payload, room, request);
  const { members, room: now } = await roomNow(request, room);
  const messages = entries
    .filter((entry) => entry.kind === "message")
    .map((entry) => historyData(entry, room.id, members));

  const shown = fitting(messages);
  const isCut = shown.length < messages.length;
  // Everything up to the last message that is shown, or all that was read: changes between messages are no more than
  // what these say by now.
  const end = isCut ? entries.find(({ rev }) => rev === shown.at(-1)?.rev) : entries.at(-1);
  const { after_rev } = payload;
  const hasMore =
    after_rev === undefined
      ? countBefore(end) > 0
      : isCut || (!isWhole && (await isMessageAfter(end, now, request)));
  const page = { shown, end, hasMore, newest: entries[0]?.rev };
  return {
    event: "messages",
    data: after_rev === undefined ? backward(room, page, payload) : forward(room, page, after_rev),
    repeatable: true,
  };
};

// How many messages come before an entry.
const countBefore = (entry: Entry | undefined): number =>
  entry ? entry.seq - (entry.kind === "message" ? 1 : 0) : 0;

// The room can lag behind its log, by messages only: the next entry is then one of them.
async function isMessageAfter(
  entry: Entry | undefined,
  now: Room,
  request: Request,
): Promise<boolean> {
  if (!entry || now.head.seq > entry.seq) return true;
  const [next] = await request.log.after(now.id, entry.rev, 1);
  return next?.kind === "message";
}

interface Read {
  readonly entries: readonly Entry[];
  /** Whether the log ends there, in the direction in which it was read. */
  readonly isWhole: boolean;
}

async function readPage(
  payload: Payload<"getMessages">,
  room: Room,
  request: Request,
): Promise<Read> {
  const entries: Entry[] = [];
  for (let reads = 0; reads < READS; reads++) {
    const found = entries.filter(({ kind }) => kind === "message").length;
    if (found >= payload.limit / 2) break;
    const wanted = payload.limit - found;
    const more = await readOn(payload, room, request, { last: entries.at(-1), wanted });
    entries.push(...more);
    if (more.length < wanted) return { entries, isWhole: true };
  }
  return { entries, isWhole: false };
}

function readOn(
  { room_id, before_rev, after_rev }: Payload<"getMessages">,
  room: Room,
  request: Request,
  { last, wanted }: { last: Entry | undefined; wanted: number },
): Promise<Entry[]> {
  if (after_rev !== undefined) {
    return readApplied(
      request,
      room,
      () => request.log.after(room_id, last?.rev ?? after_rev, wanted),
      (entries) => entries.at(-1),
    );
  }
  const before = last ? beforeOf(last) : before_rev;
  return readApplied(
    request,
    room,
    () => request.log.before(room_id, before, wanted),
    (entries) => (before === undefined ? entries[0] : undefined),
  );
}

// Where to read on back from an entry. Changes say where the message before them is: a thousand of them between two
// messages cost no more than one.
const beforeOf = (entry: Entry): number =>
  entry.kind === "message" ? entry.rev : entry.lastMessageRev + 1;

interface Page {
  /** In the order in which they were read. */
  readonly shown: readonly MessageOrTombstone[];
  /** The last entry of the page, in that order. */
  readonly end: Entry | undefined;
  readonly hasMore: boolean;
  /** The first entry that was read. */
  readonly newest: number | undefined;
}

function forward(
  room: Room,
  { shown, end, hasMore }: Page,
  after: number,
): EventData<"getMessages"> {
  const next = end?.rev ?? after;
  return {
    room_id: room.id,
    messages: [...shown],
    has_more: hasMore,
    ...(hasMore && { next_after_rev: next }),
    // A message may have been changed by an entry that was read after it: what was applied before is in all of them.
    rev: Math.min(next, room.head.rev),
  };
}

function backward(
  room: Room,
  { shown, end, hasMore, newest }: Page,
  { before_rev }: Payload<"getMessages">,
): EventData<"getMessages"> {
  return {
    room_id: room.id,
    messages: [...shown].reverse(),
    has_more: hasMore,
    ...(hasMore && end && { next_before_rev: beforeOf(end) }),
    rev: before_rev === undefined ? (newest ?? 0) : room.head.rev,
  };
}
