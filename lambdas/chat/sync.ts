// `sync`: the events that a client missed in its rooms, as the frames that it would have received.

import type { Payload } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { all } from "./all.ts";
import { catchUp, type Missed, type LogPage } from "./catch-up.ts";
import { ChatError } from "./errors.ts";
import { SYNC_ENTRIES, SYNC_ENTRIES_PER_ROOM } from "./frame-budget.ts";
import { joinRooms } from "./join-room.ts";
import { pay } from "./limits.ts";
import type { Removal, Membership } from "./model.ts";
import type { LogPosition } from "./ports.ts";
import { roomNow, type RoomNow } from "./read-room.ts";
import type { Request, UseCase } from "./request.ts";
import { isKept } from "./retention.ts";
import { withinFrame, type Cursor, type Edited, type Found, type Named } from "./sync-frame.ts";

const ROOMS_PER_TOKEN = 25;

type Cursors = Payload<"sync">["rooms"];

export const sync: UseCase<"sync"> = async ({ rooms, marks, names }, request) => {
  const [quiet] = await all([
    marks || names ? new Set<string>() : quietOf(rooms, request),
    pay(request, "reads", 1 + rooms.length / ROOMS_PER_TOKEN),
  ]);
  const pages = await readLogs(rooms, quiet, request);
  const edited = await editedOf(pages, request);
  // Checked last: a caller who was removed meanwhile must not see what was read.
  const found = await all(
    pages.map(async ({ cursor, missed }) => ({
      cursor,
      missed: await recheck(missed, request),
    })),
  );
  const removals = await removalsOf(found, request);
  const { userId } = request.caller;
  const named = names ? await namesOf(found, request) : undefined;
  return {
    event: "sync",
    data: withinFrame(found, { removals, edited, userId, named }),
    repeatable: true,
  };
};

// The rooms without new entries. A new entry, even the caller's own removal, fills the slot after the cursor. Both
// reads may lag briefly: an entry that they miss is being delivered to the open connection, or the next `sync` finds
// it. A client that has just connected requests marks, and then everything is read consistently.
async function quietOf(rooms: Cursors, request: Request): Promise<ReadonlySet<string>> {
  const positions = rooms.map(({ room_id, after_rev }) => ({ roomId: room_id, rev: after_rev }));
  const ids = positions.map(({ roomId }) => roomId);
  const [ended, mine, listed] = await all([
    request.log.endedAt(positions),
    request.roomList.among(request.caller.userId, ids),
    request.retentionDays === undefined ? undefined : request.roomList.some(ids),
  ]);
  const quiet = positions.filter(({ roomId }) => ended.has(roomId) && mine.has(roomId));
  if (!listed) return new Set(quiet.map(({ roomId }) => roomId));
  // If entries expire, the slot may also be empty because its entry was deleted.
  const byId = new Map(listed.map((room) => [room.id, room]));
  const isThere = ({ roomId, rev }: LogPosition) => isKept(byId.get(roomId) ?? {}, rev + 1);
  return new Set(quiet.filter(isThere).map(({ roomId }) => roomId));
}

async function readLogs(rooms: Cursors, quiet: ReadonlySet<string>, request: Request) {
  const ids = rooms.map(({ room_id }) => room_id).filter((id) => !quiet.has(id));
  const memberships =
    ids.length > 0
      ? await request.rooms.memberships(request.caller.userId, ids)
      : new Map<string, Membership>();
  await joinRooms(request, [...memberships.values()]);
  const limit = Math.max(SYNC_ENTRIES_PER_ROOM, Math.floor(SYNC_ENTRIES / rooms.length));
  return await all(
    rooms.map(async (cursor: Cursor) => {
      if (quiet.has(cursor.room_id)) return { cursor, missed: "nothing" as const };
      const wanted = {
        membership: memberships.get(cursor.room_id),
        after: cursor.after_rev,
        limit,
      };
      return { cursor, missed: await catchUp(request, wanted) };
    }),
  );
}

// Edits hold no text: it is read from their messages, in one batch.
async function editedOf(pages: readonly { missed: Missed }[], request: Request): Promise<Edited> {
  const positions = pages.flatMap(({ missed }) => {
    if (typeof missed === "string") return [];
    const edits = missed.entries.filter((entry) => entry.kind === "edit");
    const targets = new Set(edits.map(({ target }) => target));
    const kept = [...targets].filter((rev) => isKept(missed.room, rev));
    return kept.map((rev) => ({ roomId: missed.room.id, rev }));
  });
  return positions.length > 0 ? await request.log.messages(positions) : new Map();
}

// Reads names in one batch. A room whose members would exceed the limit is left out as a whole.
async function namesOf(found: readonly Found[], request: Request): Promise<Named> {
  const userIds = new Set<string>();
  const rooms = new Set<string>();
  for (const { cursor, missed } of found) {
    const ids = typeof missed === "string" ? [] : [...(missed.members?.keys() ?? [])];
    const withRoom = new Set([...userIds, ...ids]);
    if (ids.length === 0 || withRoom.size > LIMITS.namesPerSync) continue;
    for (const id of ids) userIds.add(id);
    rooms.add(cursor.room_id);
  }
  const users = userIds.size > 0 ? await request.users([...userIds]) : [];
  return { rooms, firstNames: new Map(users.map(({ id, firstName }) => [id, firstName])) };
}

async function recheck(
  missed: Missed,
  request: Request,
): Promise<(LogPage & RoomNow) | Exclude<Missed, LogPage>> {
  if (typeof missed === "string") return missed;
  try {
    return { ...missed, ...(await roomNow(request, missed.room)) };
  } catch (error) {
    if (error instanceof ChatError && error.code === "FORBIDDEN") return "no member";
    throw error;
  }
}

async function removalsOf(
  found: readonly Found[],
  request: Request,
): Promise<ReadonlyMap<string, Removal>> {
  const notMember = found.filter(({ missed }) => missed === "no member");
  if (notMember.length === 0) return new Map();
  const ids = notMember.map(({ cursor }) => cursor.room_id);
  return await request.rooms.removals(request.caller.userId, ids);
}
