// `sync`: what a client missed of its rooms, as the frames that it would have received.

import type { Payload } from "../../protocol/actions.ts";
import { all } from "./all.ts";
import { catchUp, type Missed, type Stretch } from "./catch-up.ts";
import { ChatError } from "./errors.ts";
import { SYNC_ENTRIES, SYNC_ENTRIES_PER_ROOM } from "./frame-budget.ts";
import type { Departure } from "./model.ts";
import { roomNow, type RoomNow } from "./read-room.ts";
import type { Request, UseCase } from "./request.ts";
import { withinFrame, type Cursor, type Edited, type Found } from "./sync-frame.ts";

export const sync: UseCase<"sync"> = async ({ rooms }, request) => {
  const stretches = await readLogs(rooms, request);
  const edited = await editedOf(stretches, request);
  // Last of all: whoever is no member by now is told nothing of what was read.
  const found = await all(
    stretches.map(async ({ cursor, missed }) => ({
      cursor,
      missed: await recheck(missed, request),
    })),
  );
  const departures = await departuresOf(found, request);
  const { userId } = request.caller;
  return {
    event: "sync",
    data: withinFrame(found, { departures, edited, userId }),
    repeatable: true,
  };
};

async function readLogs(rooms: Payload<"sync">["rooms"], request: Request) {
  const ids = rooms.map(({ room_id }) => room_id);
  const places = await request.rooms.places(request.caller.userId, ids);
  const limit = Math.max(SYNC_ENTRIES_PER_ROOM, Math.floor(SYNC_ENTRIES / rooms.length));
  return await all(
    rooms.map(async (cursor: Cursor) => {
      const wanted = { place: places.get(cursor.room_id), after: cursor.after_rev, limit };
      return { cursor, missed: await catchUp(request, wanted) };
    }),
  );
}

// Edits hold no text: it is read off their messages, all at once.
async function editedOf(
  stretches: readonly { missed: Missed }[],
  request: Request,
): Promise<Edited> {
  const places = stretches.flatMap(({ missed }) => {
    if (typeof missed === "string") return [];
    const edits = missed.entries.filter((entry) => entry.kind === "edit");
    const targets = new Set(edits.map(({ target }) => target));
    return [...targets].map((rev) => ({ roomId: missed.room.id, rev }));
  });
  return places.length > 0 ? await request.log.messages(places) : new Map();
}

async function recheck(
  missed: Missed,
  request: Request,
): Promise<(Stretch & RoomNow) | Exclude<Missed, Stretch>> {
  if (typeof missed === "string") return missed;
  try {
    return { ...missed, ...(await roomNow(request, missed.room)) };
  } catch (error) {
    if (error instanceof ChatError && error.code === "FORBIDDEN") return "no member";
    throw error;
  }
}

async function departuresOf(
  found: readonly Found[],
  request: Request,
): Promise<ReadonlyMap<string, Departure>> {
  const strange = found.filter(({ missed }) => missed === "no member");
  if (strange.length === 0) return new Map();
  const ids = strange.map(({ cursor }) => cursor.room_id);
  return await request.rooms.departures(request.caller.userId, ids);
}
