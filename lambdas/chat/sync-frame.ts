// Builds the reply of `sync`, room after room until the frame is full. The client can request the rest again.

import { LIMITS } from "../../protocol/limits.ts";
import type { CaughtUp } from "../../protocol/sync.ts";
import type { Missed, LogPage } from "./catch-up.ts";
import { removedData } from "./events.ts";
import { bytesOf, fitting, PAGE_BYTES } from "./frame-budget.ts";
import { missedEvent } from "./missed-event.ts";
import type { Removal, StoredMessage } from "./model.ts";
import type { Members, RoomNow } from "./read-room.ts";

/** A client's position in a room's log: it has every entry up to and including `after_rev`. */
export interface Cursor {
  readonly room_id: string;
  readonly after_rev: number;
}

/** A cursor, and the result of reading the log after it. */
export interface Found {
  readonly cursor: Cursor;
  readonly missed: (LogPage & RoomNow) | Exclude<Missed, LogPage>;
}

/** Edited messages, by room and rev. */
export type Edited = ReadonlyMap<string, ReadonlyMap<number, StoredMessage>>;

/** The first names of members, for some of the rooms. */
export interface Named {
  /** The rooms for which the names of all members were read. */
  readonly rooms: ReadonlySet<string>;
  readonly firstNames: ReadonlyMap<string, string | undefined>;
}

interface Context {
  /** The caller's last removals from rooms of which they are not a member. */
  readonly removals: ReadonlyMap<string, Removal>;
  readonly edited: Edited;
  readonly userId: string;
  readonly named?: Named | undefined;
}

/** The answers for all rooms, shortened so that together they fit into one frame. */
export function withinFrame(found: readonly Found[], context: Context): CaughtUp[] {
  let left = PAGE_BYTES - bytesOf(found.map(({ cursor }) => later(cursor)));
  const answers = found.map(({ cursor, missed }) => {
    const answer = answerOf(cursor, missed, context, left);
    left -= bytesOf(answer) - bytesOf(later(cursor));
    return answer;
  });
  // If no room makes progress, repeated requests would get the same reply: the first room is reported as unrecovered.
  const [first] = found;
  return first && found.every(({ cursor }, i) => isLater(cursor, answers[i]))
    ? answers.with(0, unrecovered(first.cursor))
    : answers;
}

const later = ({ room_id, after_rev }: Cursor) => ({
  room_id,
  events: [],
  rev: after_rev,
  has_more: true,
  recovered: true,
});

const isLater = ({ after_rev }: Cursor, answer: CaughtUp | undefined) =>
  answer?.has_more === true && answer.rev === after_rev;

const unrecovered = (cursor: Cursor) => ({
  ...later(cursor),
  has_more: false,
  recovered: false,
});

function answerOf(
  cursor: Cursor,
  missed: Found["missed"],
  context: Context,
  bytes: number,
): CaughtUp {
  if (missed === "nothing") return { ...later(cursor), has_more: false };
  if (missed === "too far") return unrecovered(cursor);
  if (missed !== "no member") return caughtUp(cursor, missed, context, bytes);
  const answer = afterRemoval(cursor, context);
  return bytesOf(answer) - bytesOf(later(cursor)) <= bytes ? answer : later(cursor);
}

function caughtUp(
  { room_id, after_rev }: Cursor,
  { room, entries, members, isWhole }: LogPage & RoomNow,
  { edited, userId, named }: Context,
  bytes: number,
): CaughtUp {
  const memberIds = members && [...members.keys()];
  const replay = { room, memberIds, userId, edited: edited.get(room_id) };
  const frames = entries.map((entry) => ({ rev: entry.rev, frame: missedEvent(entry, replay) }));
  const shown = fitting(frames, bytes);
  const events = shown.flatMap(({ frame }) => frame ?? []);
  const marks = marksOf(members);
  const isLast = isWhole && shown.length === frames.length && bytesOf([events, marks]) <= bytes;
  const names = isLast && named?.rooms.has(room_id) && namesOf(members, named);
  return {
    room_id,
    events,
    rev: shown.at(-1)?.rev ?? after_rev,
    has_more: !isLast,
    recovered: true,
    ...(isLast && marks && { marks }),
    // A hundred long names may not fit into the rest of a frame; they are then left out.
    ...(names && bytesOf([events, marks, names]) <= bytes && { names }),
  };
}

const namesOf = (members: Members, { firstNames }: Named) =>
  [...(members?.keys() ?? [])].map((_id) => {
    const first_name = firstNames.get(_id);
    return first_name === undefined ? { _id } : { _id, first_name };
  });

const marksOf = (members: Members) =>
  members && members.size <= LIMITS.membersInFrame
    ? [...members.values()].map(({ userId, seenSeq }) => ({ user_id: userId, seen_seq: seenSeq }))
    : undefined;

function afterRemoval({ room_id, after_rev }: Cursor, { removals, userId }: Context): CaughtUp {
  const removal = removals.get(room_id);
  if (!removal || removal.rev <= after_rev) return { room_id, recovered: false };
  const { rev } = removal;
  const event = { event: "member_removed" as const, data: removedData(room_id, userId, removal) };
  return { room_id, events: [event], rev, has_more: false, recovered: false };
}
