// Joins the online members of a large room: all of them when it becomes large, later the added members.

import { all } from "./all.ts";
import { joinChange } from "./join-room.ts";
import type { Entry, Member, RoomView } from "./model.ts";
import type { Store } from "./ports.ts";
import { usersOf, type Users } from "./receivers.ts";
import type { Request, Sizes } from "./request.ts";

interface JoinContext extends Pick<Store, "rooms" | "largeRooms"> {
  readonly sizes: Pick<Sizes, "connections">;
  now(): number;
}

const AT_ONCE = 100;

/** Joins every member who is online. */
export async function joinAllOnlineMembers(roomId: string, context: JoinContext): Promise<void> {
  let after: string | undefined;
  do {
    const page = await context.rooms.membersAfter(roomId, after, AT_ONCE);
    await joinOnline(roomId, page.members, context);
    after = page.next;
  } while (after !== undefined);
}

/** Joins the added members who are online. */
export async function joinAdded(
  roomId: string,
  entries: readonly Entry[],
  context: JoinContext,
): Promise<void> {
  const added = entries.flatMap((entry) => (entry.kind === "add" ? entry.users : []));
  if (added.length === 0) return;
  const members = await context.rooms.members(roomId, [...new Set(added)]);
  await joinOnline(roomId, [...members.values()], context);
}

/**
 * Joins the caller and the first members of a new large room. Returns those who are still members, as receivers: the
 * action itself delivers to them. Returns undefined for a small room: its members do not join.
 */
export async function joinMembers(
  request: Request,
  { room }: RoomView,
  named: readonly string[],
): Promise<Users | undefined> {
  if (!room.large) return undefined;
  const ids = [...new Set([request.caller.userId, ...named])];
  const members = await request.rooms.members(room.id, ids);
  try {
    await joinOnline(room.id, [...members.values()], request);
  } catch (error) {
    // Their next request joins them.
    if (!request.largeRooms.isPushedBack(error)) throw error;
  }
  return usersOf(request, [...members.keys()]);
}

async function joinOnline(
  roomId: string,
  members: readonly Member[],
  context: JoinContext,
): Promise<void> {
  const online = await context.largeRooms.online(members.map(({ userId }) => userId));
  await all(
    members.map(async ({ userId, connections: listed = [] }) => {
      const live = online.get(userId) ?? [];
      const change = joinChange({
        listed,
        live,
        wanted: () => true,
        now: context.now(),
        most: context.sizes.connections,
      });
      if (change) await context.largeRooms.join(roomId, userId, change);
    }),
  );
}
