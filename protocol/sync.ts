// `sync`: the events of its rooms that a client missed, as the frames that it would have received.

import * as z from "zod/mini";
import { defineAction } from "./action.ts";
import { id, rev, revMark, seenSeq } from "./identifiers.ts";
import { LIMITS } from "./limits.ts";
import { roomEvent } from "./room-event.ts";
import { person } from "./room.ts";

export const readMark = z
  .object({ user_id: id, seen_seq: seenSeq })
  .check(z.describe("A member's read mark."));

/**
 * `events`, `rev` and `has_more` are missing if there is no such room, or if the caller is not a member and has no removal
 * after the cursor.
 */
export const caughtUp = z
  .object({
    room_id: id,
    events: z.optional(z.array(roomEvent)),
    rev: z.optional(rev).check(z.describe("The new cursor: all events up to it are included.")),
    has_more: z.optional(z.boolean()),
    recovered: z
      .boolean()
      .check(z.describe("False: some missed events cannot be replayed; load the history.")),
    marks: z
      .optional(z.array(readMark))
      .check(z.describe("The read marks of the members, on the last page; not of large rooms.")),
    names: z
      .optional(z.array(person))
      .check(z.describe("The members' current names, on the last page of a request with `names`.")),
  })
  .check(z.describe("The missed events of a room."));
export type CaughtUp = z.output<typeof caughtUp>;

const cursor = z.object({ room_id: id, after_rev: revMark });

// A room that is listed twice counts once, from the lower rev on.
const cursors = z.array(cursor).check(
  z.overwrite((rooms) => {
    const lowest = new Map<string, number>();
    for (const { room_id, after_rev } of rooms) {
      lowest.set(room_id, Math.min(after_rev, lowest.get(room_id) ?? after_rev));
    }
    return [...lowest].map(([room_id, after_rev]) => ({ room_id, after_rev }));
  }),
  z.minLength(1),
  z.maxLength(LIMITS.roomsPerSync),
);

export const sync = defineAction({
  name: "sync",
  summary: "Replays the events that the caller missed in up to 50 rooms.",
  payload: z.object({
    rooms: cursors,
    marks: z
      ._default(z.boolean(), false)
      .check(z.describe("Whether to return the read marks of rooms without new events, too.")),
    names: z
      ._default(z.boolean(), false)
      .check(
        z.describe(
          "Whether to return first names: for the rooms in the order of the request, up to 100 users together. A room that does not fit is left out.",
        ),
      ),
  }),
  event: { name: "sync", data: z.array(caughtUp) },
  to: "caller",
  grants: { table: ["Query", "GetItem", "BatchGetItem", "PutItem", "UpdateItem"], index: true },
});
