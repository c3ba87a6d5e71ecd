// Joins the online members of a large room: all of them when it becomes large, and later the added ones.

import { all } from "./all.ts";
import { joinChange } from "./join-room.ts";
import type { Entry, Member, RoomView } from "./model.ts";
import type { Store } from "./ports.ts";
import { usersOf, type Users } from "./receivers.ts";
import type { Request, Sizes } from "./request.ts";

interface World extends Pick<Store, "rooms" | "largeRooms"> {
  readonly sizes: Pick<Sizes, "connections">;
  now(): number;
}

const AT_ONCE = 100;

/** Joins every member who is online. */
export async function joinEverybody(roomId: string, world: World): Promise<void> {
  let after: string | undefined;
  do {
    const page = await world.rooms.membersAfter(roomId, after, AT_ONCE);
    await joinThese(roomId, page.members, world);
    after = page.next;
  } while (after !== undefined);
}

/** Joins those of the added who are online. */
export async function joinAdded(
  roomId: string,
  entries: readonly Entry[],
  world: World,
): Promise<void> {
  const added = entries.flatMap((entry) => (entry.kind === "add" ? entry.users : []));
  if (added.length === 0) return;
  const members = await world.rooms.members(roomId, [...new Set(added)]);
  await joinThese(roomId, [...members.values()], world);
}

/**
 * Joins those who were named when a large room was made, the caller among them, and says who of them are members still:
 * they are told by the action itself. Nothing of a small room, whose members need not join.
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
    await joinThese(room.id, [...members.values()], request);
  } catch (error) {
    // They join by their next request.
    if (!request.largeRooms.isPushedBack(error)) throw error;
  }
  return usersOf(request, [...members.keys()]);
}

async function joinThese(roomId: string, members: readonly Member[], world: World): Promise<void> {
  const online = await world.largeRooms.online(members.map(({ userId }) => userId));
  await all(
    members.map(async ({ userId, connections: listed = [] }) => {
      const live = online.get(userId) ?? [];
      const change = joinChange({
        listed,
        live,
        wanted: () => true,
        now: world.now(),
        most: world.sizes.connections,
      });
      if (change) await world.largeRooms.join(roomId, userId, change);
    }),
  );
}
