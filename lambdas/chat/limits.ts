// Charges actions to the rate limits of their callers, and refuses callers that cannot pay. The table stores each
// bucket as one number, the time at which it is full again. A charge moves that time on.

import { ChatError } from "./errors.ts";
import type { Member, Room } from "./model.ts";
import type { Request } from "./request.ts";
import { chargeOf, type Charge, type UserBucket } from "./tokens.ts";

/** The price of making a room, in addition to its memberships. */
export const NEW_ROOM_TOKENS = 10;

/**
 * A caller is a flood once its bucket takes this many times its whole refill time to be full again: its connection is
 * closed.
 */
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

/** The price of a member's action in a room. It grows with the members, since all of them receive the event. */
export const roomPrice = ({ memberCount }: Room): number => Math.min(10, 1 + memberCount / 100);

/**
 * The charge for a member's action in a room, to be made after the action. Throws RATE_LIMITED if the member's bucket
 * of the room holds fewer tokens.
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
 * Makes a charge for an action that writes no membership: at random for one request in `drawOneIn`, then for that many
 * requests at once. A flood pays in full, however many containers serve it; occasional actions cause hardly any write.
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
 * Takes exactly `tokens` from a bucket of the caller. The same write remembers their first name, if given; an empty
 * name deletes the remembered one. Throws RATE_LIMITED if the bucket holds fewer tokens.
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
  // Refused requests are charged too, by chance: this is how a flood is detected.
  if (request.isDrawn(drawOneIn)) {
    await request.buckets.drain(userId, bucket, times(charge, drawOneIn));
  }
  throw rateLimited(charge, fullAt);
}
