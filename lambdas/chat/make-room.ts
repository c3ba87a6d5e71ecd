// Making a room, in steps that any repeat can continue: put the room as `making`, write the memberships, set it
// ready. Until then everything else takes it for no room at all.

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
  /** With the caller among them, once each. */
  readonly memberIds: readonly string[];
}

/** The id of the one room of two users, whichever of them asks. */
export const pairRoomId = (request: Request, peers: readonly string[]): string =>
  SERVER_ROOM_PREFIXES.pair + request.digest(JSON.stringify([...peers].sort()));

/** The id of the group that a first message makes: the same again when the message's id repeats. */
export const conversationRoomId = (request: Request, messageId: string | undefined): string =>
  SERVER_ROOM_PREFIXES.conversation +
  request.digest(JSON.stringify([request.caller.userId, messageId ?? [request.nonce()]]));

/**
 * Makes the room, or continues its making, or finds it made. Returns the room as it was made just now, unless it is a
 * large one; nothing if it is to be read. `beside` is called for a small room when all is written but that it is ready,
 * for what may run beside that. Throws CONFLICT if its id is another creator's, or if a making that died half way
 * had other members (what it already wrote cannot be told from what it did not).
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
    // The id of a pair's room says who is in it, so they can be written whether it is there or not.
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

// In the order in which a room is read.
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
