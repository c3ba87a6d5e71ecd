// Joining a large room: a connection gets its events once it is on its user's membership.
//
// It is on the membership so that a removal ends it in the same write. What a join adds must be added before anything is
// read of the room that is answered: whatever is appended later is then told to the connection, and whatever was
// appended earlier is in the answer.

import { all } from "./all.ts";
import type { Connection, Membership } from "./model.ts";
import type { Request } from "./request.ts";

/** Connections that join, and those that a join takes off. */
export interface JoinChange {
  readonly add: readonly Connection[];
  readonly drop: readonly string[];
}

interface Joining {
  /** Those on the membership. */
  readonly listed: readonly Connection[];
  /** Those that the user has, read after the membership. */
  readonly live: readonly Connection[];
  /** Those of the live that are to join. */
  readonly wanted: (connection: Connection) => boolean;
  readonly now: number;
  /** How many connections a membership may list. */
  readonly most: number;
}

/**
 * What a join writes; nothing if all that is wanted has joined. It drops what is past its time, what the user has no
 * more, and of too many the oldest: connections that come and go leave nothing behind.
 */
export function joinChange({ listed, live, wanted, now, most }: Joining): JoinChange | undefined {
  const joined = new Set(listed.map(({ id }) => id));
  const add = live.filter((each) => each.until > now && !joined.has(each.id) && wanted(each));
  if (add.length === 0) return undefined;

  const alive = new Set(live.map(({ id }) => id));
  const kept = listed.filter(({ id, until }) => until > now && alive.has(id));
  const latest = [...kept, ...add].sort((a, b) => b.until - a.until).slice(0, most);
  const stay = new Set(latest.map(({ id }) => id));
  return {
    add: add.filter(({ id }) => stay.has(id)),
    drop: listed.map(({ id }) => id).filter((id) => !stay.has(id)),
  };
}

const AT_ONCE = 25;

/**
 * Joins the caller's connection to those of the rooms that are large, unless it has joined. Returns the ids of those that
 * it has joined just now. A database that pushes back fails no request: the next one joins.
 */
export async function joinRooms(
  request: Request,
  memberships: readonly Membership[],
): Promise<string[]> {
  const { userId, connectionId } = request.caller;
  const wanted = memberships.flatMap(({ room, member }) => {
    const { connections: listed = [] } = member ?? {};
    const isToJoin = room.large && member && !listed.some(({ id }) => id === connectionId);
    return isToJoin ? { roomId: room.id, listed } : [];
  });
  if (wanted.length === 0) return [];

  const joined: string[] = [];
  try {
    const live = (await request.largeRooms.online([userId])).get(userId) ?? [];
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const writes = wanted.slice(from, from + AT_ONCE).map(async ({ roomId, listed }) => {
        const change = joinChange({
          listed,
          live,
          now: request.now(),
          most: request.sizes.connections,
          wanted: ({ id }) => id === connectionId,
        });
        if (change && (await request.largeRooms.join(roomId, userId, change))) joined.push(roomId);
      });
      await all(writes);
    }
  } catch (error) {
    if (!request.largeRooms.isPushedBack(error)) throw error;
  }
  return joined;
}
