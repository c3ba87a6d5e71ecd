// Joins connections to large rooms: a connection on its user's membership gets the room's events.
//
// It is stored on the membership so that a removal ends both in one write. A join must be written before the room is
// read for the reply: earlier entries are then in the reply, and later ones are delivered to the connection.

import { all } from "./all.ts";
import type { Connection, Membership } from "./model.ts";
import type { Request } from "./request.ts";

/** Connections to add to a membership, and connections to remove from it. */
export interface JoinChange {
  readonly add: readonly Connection[];
  readonly drop: readonly string[];
}

interface Joining {
  /** The connections on the membership. */
  readonly listed: readonly Connection[];
  /** The user's connections, read after the membership. */
  readonly live: readonly Connection[];
  /** Whether a live connection should join. */
  readonly wanted: (connection: Connection) => boolean;
  readonly now: number;
  /** The maximum number of connections on a membership. */
  readonly most: number;
}

/**
 * The change that a join writes; undefined if every wanted connection has joined. It drops connections that have
 * expired or that the user no longer has, and beyond `most` the oldest, so that closed connections do not accumulate.
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
 * Joins the caller's connection to the large ones of these rooms. Returns the ids of those that it newly joined. A
 * throttled write does not fail the request: the next request joins.
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
