// `removeMember`: removes a user from a group, or leaves it.

import type { EventData, Payload } from "../../protocol/actions.ts";
import { ChatError, notAGroup } from "./errors.ts";
import { removedData } from "./events.ts";
import { applyPending } from "./log.ts";
import type { Removal, Member, RemoveEvent, RoomView } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import { usersOf, type Receivers } from "./receivers.ts";
import { isInCharge } from "./system.ts";
import type { Request, UseCase } from "./request.ts";
import { memberIds } from "./wire.ts";

interface Removed {
  readonly entry: Removal;
  readonly receivers: Receivers;
}

export const removeMember: UseCase<"removeMember"> = async (payload, request) => {
  const { room_id, user_id } = payload;
  const { entry, receivers } = await remove(payload, request);
  return {
    ...removed(removedData(room_id, user_id, entry)),
    receivers,
    repeatable: true,
  };
};

/** The events of a removal, for members and for other systems. */
export const removed = (data: EventData<"removeMember">) => ({
  event: "member_removed",
  data,
  publishes: () => [{ type: "MemberRemoved" as const, detail: data }],
});

async function remove(payload: Payload<"removeMember">, request: Request): Promise<Removed> {
  const { room_id, user_id } = payload;
  for (;;) {
    try {
      return await appendWithReceivers<RemoveEvent, Removal>(
        request,
        room_id,
        (room) => decide(room, user_id, request),
        { idsOf: withRemoved(user_id) },
      );
    } catch (error) {
      const left = await leftBefore(payload, request, error);
      if (left !== "again") return left;
    }
  }
}

/** The receivers of a removal: the members before it, including the removed one; undefined for a large room. */
export const withRemoved = (user: string) => (room: RoomView) => {
  const ids = memberIds(room);
  return ids && [...new Set([...ids, user])];
};

async function decide(view: RoomView, user: string, request: Request) {
  const { room } = view;
  if (room.peers) throw notAGroup();
  if (user !== request.caller.userId && !isInCharge(room, request.caller)) {
    throw new ChatError("FORBIDDEN", "Only the owner may remove others.");
  }
  return await removal(view, user, request);
}

/** Decides the removal of a member, or finds the existing removal. The caller must be allowed to remove them. */
export async function removal(view: RoomView, user: string, request: Request) {
  const { room } = view;
  const members = view.members ?? (await request.rooms.members(room.id, [user]));
  if (!members.has(user)) {
    const existing = await lastRemoval(user, room.id, request);
    if (!existing) throw new ChatError("NOT_FOUND", "The room has no such member.");
    return { existing };
  }

  const heir = user === room.owner ? await heirOf(view, user, request) : undefined;
  const memberCount = (view.members?.size ?? room.memberCount) - 1;
  const left = { user, memberCount, ...(heir && { owner: heir.userId }) };
  return { append: { kind: "remove" as const, ...left } };
}

// The only event for which all members of a large room are read: about 540 read units for 10,000 members.
async function heirOf(
  { room, members }: RoomView,
  owner: string,
  request: Request,
): Promise<Member | undefined> {
  const all = members ?? (await request.rooms.read(room.id))?.members ?? new Map<string, Member>();
  return longestStanding([...all.values()].filter(({ userId }) => userId !== owner));
}

// Members who joined at the same time are ordered by id.
const longestStanding = (members: readonly Member[]): Member | undefined =>
  [...members].sort((a, b) => a.joinedRev - b.joinedRev || (a.userId < b.userId ? -1 : 1))[0];

const lastRemoval = async (user: string, roomId: string, request: Request) =>
  (await request.rooms.removals(user, [roomId])).get(roomId);

// Answers a repeat by a member who has left and may not have received the reply. It is decided again if they have been
// added again, or if an unapplied entry may have added them.
async function leftBefore(
  { room_id, user_id }: Payload<"removeMember">,
  request: Request,
  refusal: unknown,
): Promise<Removed | "again"> {
  const isRefused = refusal instanceof ChatError && refusal.code === "FORBIDDEN";
  if (!isRefused || user_id !== request.caller.userId) throw refusal;
  // Read first: a non-member has no removal, so their request ends with this one read.
  const entry = await lastRemoval(user_id, room_id, request);
  const membership = entry && (await request.rooms.memberships(user_id, [room_id])).get(room_id);
  if (!entry || !membership) throw refusal;
  if (membership.member || (await applyPending(request, room_id, membership.room.head)))
    return "again";
  // The other members do not need a repeat from a former member; they have `sync`.
  return { entry, receivers: usersOf(request, [user_id]) };
}
