// Makes a room, in steps that any repeat can continue: put the room as `making`, write the memberships, set it ready.
// Until it is ready, no other action sees it.

import { SERVER_ROOM_PREFIXES } from "../../protocol/identifiers.ts";
import type { RoomType } from "../../protocol/room.ts";
import { ChatError, tooManyMembers } from "./errors.ts";
import { all } from "./all.ts";
import type { Member, Room, RoomView } from "./model.ts";
import type { Request } from "./request.ts";

export interface RoomPlan {
  readonly id: string;
  readonly type: RoomType;
  readonly name: string;
  readonly image: string;
  /** Includes the caller; no duplicates. */
  readonly memberIds: readonly string[];
}

/** The id of the room of two users, the same in either order. */
export const pairRoomId = (request: Request, peers: readonly string[]): string =>
  SERVER_ROOM_PREFIXES.pair + request.digest(JSON.stringify([...peers].sort()));

/** The id of the group that a first message makes; the same for each repeat of the message's id. */
export const conversationRoomId = (request: Request, messageId: string | undefined): string =>
  SERVER_ROOM_PREFIXES.conversation +
  request.digest(JSON.stringify([request.caller.userId, messageId ?? [request.nonce()]]));

/**
 * Makes the room, continues an interrupted making, or finds the room made. Returns the room if it was made just now and
 * is small; undefined if the caller has to read it. For a small room, `beside` is called for work that may run
 * concurrently with the last write, which sets the room ready. Throws CONFLICT if another creator has the id, or if an
 * interrupted making had other members: which of them it wrote is unknown.
 */
export async function makeRoom(
  request: Request,
  plan: RoomPlan,
  beside?: (memberIds: readonly string[]) => void,
): Promise<RoomView | undefined> {
  if (plan.memberIds.length > request.sizes.group) throw tooManyMembers(request.sizes.group);
  const roster = request.digest(JSON.stringify([...plan.memberIds].sort()));
  const planned = plannedRoom(request, plan);
  const enlist = (joinedAt: number) =>
    request.rooms.enlist(plan.id, [...membersOf(plan, joinedAt).values()]);
  const [begun] = await all([
    request.rooms.begin(planned, roster),
    // The id of a pair's room determines its members, so they can be written whether or not the room exists.
    plan.type === "peer-to-peer" ? enlist(planned.createdAt) : undefined,
  ]);
  if (plan.type === "group-chat" && begun.room.creator !== request.caller.userId) {
    throw new ChatError("CONFLICT", "This room id is taken.");
  }
  if (begun.isReady) return undefined;
  if (begun.roster !== roster) {
    throw new ChatError("CONFLICT", "This room id was begun with other members. Use a new one.");
  }
  const { room } = begun;
  if (plan.type !== "peer-to-peer") await enlist(room.createdAt);
  const members = membersOf(plan, room.createdAt);
  if (!room.large) beside?.([...members.keys()]);
  await request.rooms.ready(plan.id);

  const member = members.get(request.caller.userId);
  return room.large || !member ? undefined : { room, member, members };
}

// In the order in which the table returns them.
const membersOf = ({ memberIds }: RoomPlan, joinedAt: number): ReadonlyMap<string, Member> =>
  new Map(
    [...memberIds].sort().map((userId) => [userId, { userId, joinedAt, joinedRev: 0, seenSeq: 0 }]),
  );

function plannedRoom(request: Request, plan: RoomPlan): Room {
  const { id, type, name, image, memberIds } = plan;
  const createdAt = request.now();
  const creator = request.caller.userId;
  return {
    id,
    type,
    name,
    image,
    creator,
    createdAt,
    memberCount: memberIds.length,
    ...(type === "peer-to-peer" && { peers: memberIds }),
    // A room created by the system has no owner.
    ...(type === "group-chat" && !request.caller.isSystem && { owner: creator }),
    ...(memberIds.length > request.sizes.smallRoom && { large: true as const }),
    head: { rev: 0, seq: 0, lastMessageRev: 0, activeAt: createdAt },
  };
}
