// `sync`: what a client missed of its rooms, as the frames that it would have received.

import { LIMITS } from "../../protocol/limits.ts";
import type { CaughtUp } from "../../protocol/sync.ts";
import { all } from "./all.ts";
import { catchUp, type Missed, type Stretch } from "./catch-up.ts";
import { removedData } from "./events.ts";
import { bytesOf, fitting, PAGE_BYTES } from "./frame-budget.ts";
import { missedEvent } from "./missed-event.ts";
import type { Departure, StoredMessage } from "./model.ts";
import type { Members } from "./read-room.ts";
import type { Request, UseCase } from "./request.ts";

/** Entries to read of all rooms together, and of each at least: a frame holds some hundred short messages. */
const ENTRIES = 250;
const ENTRIES_PER_ROOM = 20;

type Cursor = { room_id: string; after_rev: number };
type Edited = ReadonlyMap<string, ReadonlyMap<number, StoredMessage>>;

export const sync: UseCase<"sync"> = async ({ rooms }, request) => {
  const roomIds = rooms.map(({ room_id }) => room_id);
  const places = await request.rooms.places(request.caller.userId, roomIds);
  const limit = Math.max(ENTRIES_PER_ROOM, Math.floor(ENTRIES / rooms.length));
  const missed = await all(
    rooms.map(({ room_id, after_rev }) =>
      catchUp(request, { place: places.get(room_id), after: after_rev, limit }),
    ),
  );
  const strange = rooms.filter((_room, index) => missed[index] === "no member");
  const [departures, edited] = await all([
    departuresOf(strange, request),
    editedOf(missed, request),
  ]);
  return {
    event: "sync",
    data: withinFrame(
      rooms.map((cursor, index) => ({ cursor, missed: missed[index] ?? "no member" })),
      { departures, edited, userId: request.caller.userId },
    ),
    to: [],
    repeatable: true,
  };
};

const departuresOf = async (rooms: readonly Cursor[], request: Request) =>
  rooms.length === 0
    ? new Map<string, Departure>()
    : await request.rooms.departures(
        request.caller.userId,
        rooms.map(({ room_id }) => room_id),
      );

// Edits hold no text: it is read off their messages, all at once.
async function editedOf(missed: readonly Missed[], request: Request): Promise<Edited> {
  const places = missed.flatMap((found) => {
    if (typeof found === "string") return [];
    const edits = found.entries.filter((entry) => entry.kind === "edit");
    return [...new Set(edits.map(({ target }) => target))].map((rev) => ({
      ...{ roomId: found.room.id, rev },
    }));
  });
  return places.length > 0 ? await request.log.messages(places) : new Map();
}

interface Found {
  readonly cursor: Cursor;
  readonly missed: Missed;
}

interface Context {
  readonly departures: ReadonlyMap<string, Departure>;
  readonly edited: Edited;
  readonly userId: string;
}

// Room after room, as far as the frame goes. What is left out is there to ask for again.
function withinFrame(found: readonly Found[], context: Context): CaughtUp[] {
  const least = found.map(({ cursor, missed }) =>
    missed === "no member" ? farewell(cursor, context) : later(cursor),
  );
  let left = PAGE_BYTES - bytesOf(least);
  return found.map(({ cursor, missed }) => {
    if (missed === "no member") return farewell(cursor, context);
    if (missed === "too far") return { ...later(cursor), has_more: false, recovered: false };
    const answer = answerFor(cursor, missed, context, left);
    left -= bytesOf([answer.events, answer.marks]);
    return answer;
  });
}

const later = ({ room_id, after_rev: rev }: Cursor) => ({
  ...{ room_id, events: [], rev, has_more: true, recovered: true },
});

function answerFor(
  { room_id, after_rev }: Cursor,
  { room, entries, members, isWhole }: Stretch,
  context: Context,
  bytes: number,
): CaughtUp {
  const replay = {
    ...{ room, memberIds: members && [...members.keys()] },
    ...{ userId: context.userId, edited: context.edited.get(room_id) },
  };
  const frames = entries.map((entry) => ({ rev: entry.rev, frame: missedEvent(entry, replay) }));
  const shown = fitting(frames, bytes);
  const events = shown.flatMap(({ frame }) => frame ?? []);
  const marks = marksOf(members);
  const isLast = isWhole && shown.length === frames.length && bytesOf([events, marks]) <= bytes;
  return {
    ...{ room_id, events, rev: shown.at(-1)?.rev ?? after_rev, has_more: !isLast, recovered: true },
    ...(isLast && marks && { marks }),
  };
}

const marksOf = (members: Members) =>
  members && members.size <= LIMITS.membersInFrame
    ? [...members.values()].map(({ userId, seenSeq }) => ({ user_id: userId, seen_seq: seenSeq }))
    : undefined;

function farewell({ room_id, after_rev }: Cursor, { departures, userId }: Context): CaughtUp {
  const departure = departures.get(room_id);
  if (!departure || departure.rev <= after_rev) return { room_id, recovered: false };
  const { rev } = departure;
  const event = { event: "member_removed" as const, data: removedData(room_id, userId, departure) };
  return { room_id, events: [event], rev, has_more: false, recovered: false };
}
