// Limits: what an action costs its caller, and what happens to a caller that cannot pay. The table keeps each bucket of tokens
// as one number, the time at which it is full again. A charge moves that time on.

import { ChatError } from "./errors.ts";
import type { Member, Room } from "./model.ts";
import type { Request } from "./request.ts";
import { chargeOf, type Charge, type UserBucket } from "./tokens.ts";

/** What a room costs that is made, besides its memberships. */
export const NEW_ROOM_TOKENS = 10;

/** A caller that goes on though refused, for so many times what the bucket holds, is a flood: its connection is closed. */
const FLOOD = 3;

const times = (charge: Charge, factor: number): Charge => ({
  ...charge,
  cost: charge.cost * factor,
});

/** RATE_LIMITED, for a charge on a bucket that is full again at `fullAt`. */
export function rateLimited({ cost, capacity, now }: Charge, fullAt: number): ChatError {
  const retryAfterMs = Math.max(1, Math.ceil(fullAt + cost - capacity - now));
  return new ChatError("RATE_LIMITED", "Too many requests. Wait a moment.", {
    retryAfterMs,
    isFlood: fullAt - now >= FLOOD * capacity,
  });
}

/** What a member's action in a room costs: more in a large one, whose members all hear of it. */
export const roomPrice = ({ memberCount }: Room): number => Math.min(10, 1 + memberCount / 100);

/**
 * The charge for a member's action in a room, to be made once it is done. Throws RATE_LIMITED if their bucket of the room
 * does not hold as much.
 */
export async function checkRoom(
  request: Request,
  room: Room,
  member: Member | undefined,
  tokens: number,
): Promise<Charge> {
  const charge = chargeOf(request.limits.room, tokens, request.now(), member?.fullAt);
  const { cost, capacity, now } = charge;
  const fullAt = Math.max(now, member?.fullAt ?? now);
  if (fullAt + cost - now <= capacity) return charge;
  await chargeByChance(request, room.id, charge);
  throw rateLimited(charge, fullAt);
}

/**
 * Makes a charge that has no write of its own to ride on: for one request in some, chosen by chance, for all of these at
 * once. So a flood pays in full, over however many containers it is spread, and who types now and then writes next to
 * nothing.
 */
export async function chargeByChance(
  request: Request,
  roomId: string,
  charge: Charge,
): Promise<void> {
  const { drawOneIn } = request.limits;
  if (!request.isDrawn(drawOneIn)) return;
  await request.buckets.chargeMember(roomId, request.caller.userId, times(charge, drawOneIn));
}

/**
 * Takes tokens out of a bucket of the caller's, exactly, and remembers their first name in the same write, if there is
 * one; an empty one takes back what was remembered. Throws RATE_LIMITED if it does not hold as many.
 */
export async function pay(
  request: Request,
  bucket: UserBucket,
  tokens: number,
  firstName?: string,
): Promise<void> {
  const { userId } = request.caller;
  const { drawOneIn } = request.limits;
  const charge = chargeOf(request.limits[bucket], tokens, request.now());
  const fullAt = await request.buckets.take(userId, bucket, charge, firstName);
  if (fullAt === undefined) return;
  // Going on though refused is paid for too: it is how a flood shows.
  if (request.isDrawn(drawOneIn)) {
    await request.buckets.drain(userId, bucket, times(charge, drawOneIn));
  }
  throw rateLimited(charge, fullAt);
}
