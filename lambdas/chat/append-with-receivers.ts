// Appends an event to a room's log and determines its receivers: the members of a small room, whose connections are
// read concurrently with the append, or the joined connections of a large room.

import { chargeByChance, checkRoom, roomPrice } from "./limits.ts";
import { append, type Appended, type Decide } from "./log.ts";
import type { Event, RoomView } from "./model.ts";
import { usersBeside, usersOf, type Receivers } from "./receivers.ts";
import type { Request } from "./request.ts";
import type { Charge } from "./tokens.ts";
import { memberIds } from "./wire.ts";

interface Options<Event> {
  readonly idsOf?: (view: RoomView, event: Event) => readonly string[] | undefined;
  /** Tokens to charge in addition to the room's price. */
  readonly extraTokens?: number;
  /** Whether the caller makes the charge with a later write. */
  readonly isPaidLater?: boolean;
  /** The room, if it has just been read. */
  readonly known?: RoomView;
}

/**
 * Appends like `append`, and also returns the receivers (the room's members, or the users that `idsOf` returns) and the
 * charge. The charge is made here, by chance, unless `isPaidLater`. Throws what `append` throws, and RATE_LIMITED.
 *
 * Every connection that existed before the event must get it. So the users are read after the append, or concurrently
 * with its first put if that put succeeded and was quick.
 */
export async function appendWithReceivers<
  E extends Event,
  Existing extends { readonly rev: number } = never,
>(
  request: Request,
  roomId: string,
  decide: Decide<E, Existing>,
  { idsOf = memberIds, extraTokens = 0, isPaidLater = false, known }: Options<E | Existing> = {},
): Promise<Appended<E, Existing> & { readonly receivers: Receivers; readonly charge: Charge }> {
  let beside: ReturnType<typeof usersBeside> | undefined;
  let charge: Charge | undefined;
  const decideAndPay: Decide<E, Existing> = async (view, nonce) => {
    charge ??= await payRoom(request, view, { extraTokens, isPaidLater });
    const decision = await decide(view, nonce);
    const ids = "append" in decision ? idsOf(view, decision.append) : undefined;
    if (ids) beside ??= usersBeside(request, ids);
    return decision;
  };
  const appended = await append<E, Existing>(request, roomId, decideAndPay, known);

  if (!charge) throw new Error("Nothing is appended without a decision.");
  const charged = { ...appended, charge };
  const { view, entry, puts } = appended;
  const ids = idsOf(view, entry);
  if (!ids || ("makesLarge" in entry && entry.makesLarge)) {
    const again = puts === 0 && { again: { except: request.caller.connectionId } };
    const queued = { room: roomId, rev: entry.rev, ...again };
    return { ...charged, receivers: { kind: "joined", queued } };
  }
  return { ...charged, receivers: puts === 1 && beside ? beside(ids) : usersOf(request, ids) };
}

async function payRoom(
  request: Request,
  { room, member }: RoomView,
  { extraTokens, isPaidLater }: Required<Pick<Options<unknown>, "extraTokens" | "isPaidLater">>,
): Promise<Charge> {
  const charge = await checkRoom(request, room, member, roomPrice(room) + extraTokens);
  if (!isPaidLater) await chargeByChance(request, room.id, charge);
  return charge;
}
