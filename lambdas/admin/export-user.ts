// `export-user`: returns, in parts, all data of a user in the table: their own item, their current and former
// memberships, and each entry of a room's log that they made.

import * as z from "zod/mini";
import { userId } from "../../protocol/users.ts";
import type { Entry, Room, StoredMessage } from "../chat/model.ts";
import { iso, messageData } from "../chat/wire.ts";
import { defineCommand, type AdminContext } from "./command.ts";
import { logPosition } from "./log-position.ts";

/** The number of entries per read of a log. */
const PAGE = 500;

/** A Lambda's response has at most 6 MB, an entry at most about 32 KB. */
const LINES_PER_ANSWER = 100;

export const exportUser = defineCommand({
  name: "export-user",
  summary: "Returns all stored data of a user, a hundred lines at a time.",
  payload: z.strictObject({ user_id: userId, cursor: z.optional(logPosition) }),
  async run({ user_id, cursor }, context) {
    const lines: object[] = cursor ? [] : await linesOfUser(user_id, context);
    const roomIds = await context.records.roomsOf(user_id);
    for (const room_id of roomIds.filter((id) => !cursor || id >= cursor.room_id)) {
      const isGoingOn = cursor?.room_id === room_id;
      if (!isGoingOn) lines.push(...(await linesOfRoom(room_id, user_id, context)));
      let after_rev = isGoingOn ? cursor.after_rev : 0;
      for (;;) {
        if (lines.length >= LINES_PER_ANSWER || !context.hasTime()) {
          return { lines, done: false, cursor: { room_id, after_rev } };
        }
        const entries = await context.request.log.stored(room_id, after_rev, PAGE);
        const room = LINES_PER_ANSWER - lines.length;
        const theirs = entries.filter(({ by }) => by === user_id).slice(0, room);
        lines.push(...theirs.map((entry) => lineOf(entry, room_id)));
        const last = theirs.length === room ? theirs.at(-1) : entries.at(-1);
        if (!last || (last === entries.at(-1) && entries.length < PAGE)) break;
        after_rev = last.rev;
      }
    }
    return { lines, done: true };
  },
});

async function linesOfUser(userId: string, { records }: AdminContext): Promise<object[]> {
  const item = await records.user(userId);
  return item ? [{ type: "user", user_id: userId, ...withoutKeys(item) }] : [];
}

const withoutKeys = ({ pk: _pk, sk: _sk, ...rest }: Readonly<Record<string, unknown>>) => rest;

async function linesOfRoom(
  roomId: string,
  userId: string,
  { request: { rooms } }: AdminContext,
): Promise<object[]> {
  const place = (await rooms.memberships(userId, [roomId])).get(roomId);
  const left = (await rooms.removals(userId, [roomId])).get(roomId);
  const line = { room_id: roomId, ...nameOf(place?.room) };
  const lines: object[] = [];
  if (place?.member) {
    const { joinedAt, seenSeq } = place.member;
    lines.push({ type: "membership", ...line, joined_at: iso(joinedAt), seen_seq: seenSeq });
  }
  if (left) {
    lines.push({ type: "removal", ...line, removed_at: iso(left.at), removed_by: left.by });
  }
  return lines;
}

const nameOf = (room: Room | undefined) => room && { room_name: room.name, room_type: room.type };

function lineOf(entry: Entry, room_id: string): object {
  if (entry.kind === "message") {
    return { type: "message", ...messageData(entry satisfies StoredMessage, room_id, undefined) };
  }
  const { kind, at, rev, by: _by, nonce: _nonce, via: _via, ...rest } = entry;
  return { type: kind, room_id, rev, at: iso(at), ...rest };
}
