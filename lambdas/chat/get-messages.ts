// `getMessages`: a page of a room's history.

import type { EventData, Payload } from "../../protocol/actions.ts";
import type { MessageOrTombstone } from "../../protocol/message.ts";
import type { HistoryEvent } from "../../protocol/room-event.ts";
import { all } from "./all.ts";
import { fitting } from "./frame-budget.ts";
import { historyData } from "./history-data.ts";
import { pay } from "./limits.ts";
import type { Entry, Room } from "./model.ts";
import { historyEvent } from "./history-event.ts";
import { joinRooms } from "./join-room.ts";
import { authorizeMember } from "./authorize.ts";
import { readApplied, roomNow } from "./read-room.ts";
import type { Request, UseCase } from "./request.ts";
import { isKept, notBefore } from "./retention.ts";

/** Maximum reads for a page that is less than half full because most entries are not messages. */
const READS = 3;

export const getMessages: UseCase<"getMessages"> = async (payload, request) => {
  const [membership] = await all([
    authorizeMember(request, payload.room_id),
    pay(request, "reads", 1),
  ]);
  await joinRooms(request, [membership]);
  const { room } = membership;
  const { entries, isWhole, next } = await readPage(payload, room, request);
  const { members, room: now } = await roomNow(request, room);
  const parts = entries.flatMap((entry): Part[] => {
    if (entry.kind === "message") {
      return [{ entry, message: historyData(entry, room.id, members) }];
    }
    const event = payload.events ? historyEvent(entry, room.id) : undefined;
    return event ? [{ entry, event }] : [];
  });

  const size = fitting(parts.map(({ message, event }) => message ?? event)).length;
  const isCut = size < parts.length;
  // The page ends at its last part, or at the last entry read. Entries that are not shown only change messages, which
  // already have their current state.
  const end = isCut ? parts[size - 1]?.entry : entries.at(-1);
  const page = {
    shown: parts.slice(0, size),
    end,
    next: isCut ? end?.rev : next,
    newest: entries[0]?.rev,
  };
  const { after_rev } = payload;
  const data =
    after_rev === undefined
      ? backward(room, page, payload)
      : forward(room, page, {
          after: notBefore(room, after_rev),
          hasMore: isCut || (!isWhole && (await isMessageAfter(end, now, request))),
        });
  return {
    event: "messages",
    data: { ...data, ...eventsOf(page.shown, payload) },
    repeatable: true,
  };
};

/** A message or another event, with its entry. */
interface Part {
  readonly entry: Entry;
  readonly message?: MessageOrTombstone;
  readonly event?: HistoryEvent;
}

// The room can lag behind its log.
async function isMessageAfter(
  entry: Entry | undefined,
  now: Room,
  request: Request,
): Promise<boolean> {
  if (!entry || now.head.seq > entry.seq) return true;
  const beyond = await request.log.after(now.id, Math.max(now.head.rev, entry.rev));
  return beyond.some(({ kind }) => kind === "message");
}

interface Read {
  readonly entries: readonly Entry[];
  /** Whether the log ends after these entries, in the direction of reading. */
  readonly isWhole: boolean;
  /** Where to read on, going back. */
  readonly next: number | undefined;
}

async function readPage(
  payload: Payload<"getMessages">,
  room: Room,
  request: Request,
): Promise<Read> {
  const entries: Entry[] = [];
  const { after_rev } = payload;
  let next = after_rev === undefined ? payload.before_rev : notBefore(room, after_rev);
  for (let reads = 0; reads < READS; reads++) {
    const found = entries.filter(({ kind }) => kind === "message").length;
    if (found >= payload.limit / 2) break;
    const wanted = payload.limit - found;
    const more = await readOn(payload, room, request, { next, wanted });
    entries.push(...more);
    next = payload.after_rev === undefined ? beforeAll(more, payload) : more.at(-1)?.rev;
    if (more.length < wanted) return { entries, isWhole: true, next };
  }
  return { entries, isWhole: false, next };
}

function readOn(
  { room_id, after_rev }: Payload<"getMessages">,
  room: Room,
  request: Request,
  { next, wanted }: { next: number | undefined; wanted: number },
): Promise<Entry[]> {
  if (after_rev !== undefined) {
    return readApplied(
      request,
      room,
      () => request.log.after(room_id, next ?? after_rev, wanted),
      (entries) => entries.at(-1),
    );
  }
  return readApplied(
    request,
    room,
    async () => {
      const entries = await request.log.before(room_id, next, wanted);
      return entries.filter(({ rev }) => isKept(room, rev));
    },
    (entries) => (next === undefined ? entries[0] : undefined),
  );
}

// The `rev` before which to continue backwards. Each change names the message before it, so a thousand changes of
// messages cost no more than one. Other events are skipped only within such a run of changes.
function beforeAll(
  entries: readonly Entry[],
  { events, room_id }: Payload<"getMessages">,
): number | undefined {
  const last = entries.at(-1);
  if (!last || last.kind === "message") return last?.rev;
  const hasEvents = events && entries.some((entry) => isShown(entry, room_id));
  return hasEvents ? last.rev : last.lastMessageRev + 1;
}

const isShown = (entry: Entry, roomId: string): boolean =>
  entry.kind === "message" || historyEvent(entry, roomId) !== undefined;

interface Page {
  /** In the order in which they were read. */
  readonly shown: readonly Part[];
  /** The last entry of the page, in the order of reading. */
  readonly end: Entry | undefined;
  /** Where to read on, going back. */
  readonly next: number | undefined;
  /** The first entry that was read. */
  readonly newest: number | undefined;
}

const oldestFirst = (parts: readonly Part[]): Part[] =>
  [...parts].sort((a, b) => a.entry.rev - b.entry.rev);

const messagesOf = (parts: readonly Part[]): MessageOrTombstone[] =>
  oldestFirst(parts).flatMap(({ message }) => message ?? []);

const eventsOf = (
  parts: readonly Part[],
  { events }: Payload<"getMessages">,
): Pick<EventData<"getMessages">, "events"> =>
  events ? { events: oldestFirst(parts).flatMap(({ event }) => event ?? []) } : {};

function forward(
  room: Room,
  { shown, end }: Page,
  { after, hasMore }: { after: number; hasMore: boolean },
): EventData<"getMessages"> {
  const next = end?.rev ?? after;
  return {
    room_id: room.id,
    messages: messagesOf(shown),
    has_more: hasMore,
    ...(hasMore && { next_after_rev: next }),
    // A message may include a change whose entry was read later, but every change that was applied before the read.
    rev: Math.min(next, room.head.rev),
  };
}

function backward(
  room: Room,
  { shown, end, next, newest }: Page,
  { before_rev, events }: Payload<"getMessages">,
): EventData<"getMessages"> {
  const start = room.start ?? { rev: 0, seq: 0 };
  const messagesBefore = end ? end.seq - (end.kind === "message" ? 1 : 0) - start.seq : 0;
  // Events may precede the first message.
  const hasMore = messagesBefore > 0 || (events && end !== undefined && end.rev > start.rev + 1);
  return {
    room_id: room.id,
    messages: messagesOf(shown),
    has_more: hasMore,
    ...(hasMore && { next_before_rev: next }),
    rev: before_rev === undefined ? notBefore(room, newest ?? 0) : room.head.rev,
  };
}
