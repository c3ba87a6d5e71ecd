// Appending an event to a room's log, with who is to hear of it: the members of a small room, whose connections are read
// beside the append, or those who have joined a large one.

import { append, type Appended, type Decide } from "./log.ts";
import type { Event, RoomView } from "./model.ts";
import { usersOf, type Receivers, type Users } from "./receivers.ts";
import type { Request } from "./request.ts";
import { memberIds } from "./wire.ts";

/** How long an append may take for a read that began beside it to count as one that was made after it. */
const BESIDE_MS = 100;

/**
 * As `append`, with who is to hear of the event: the room's members, or those that `idsOf` names.
 *
 * A connection that was there before the event must get it. So the users are read after the append; or beside its first
 * put, which saves a round trip, as long as that put succeeded and was quick: nobody connects and calls `sync` within
 * `BESIDE_MS`.
 */
export async function appendWithReceivers<
  E extends Event,
  Standing extends { readonly rev: number } = never,
>(
  request: Request,
  roomId: string,
  decide: Decide<E, Standing>,
  idsOf: (view: RoomView, event: E | Standing) => readonly string[] | undefined = memberIds,
): Promise<Appended<E, Standing> & { readonly receivers: Receivers }> {
  let beside: { readonly users: Users; readonly since: number } | undefined;
  const appended = await append<E, Standing>(request, roomId, async (view, nonce) => {
    const decision = await decide(view, nonce);
    const ids = "append" in decision ? idsOf(view, decision.append) : undefined;
    if (ids && !beside) {
      beside = { users: usersOf(request, ids), since: request.now() };
      void beside.users.read();
    }
    return decision;
  });

  const { view, entry, puts } = appended;
  const ids = idsOf(view, entry);
  if (!ids || ("makesLarge" in entry && entry.makesLarge)) {
    const again = puts === 0 && { again: { except: request.caller.connectionId } };
    const handOver = { room: roomId, rev: entry.rev, ...again };
    return { ...appended, receivers: { kind: "joined", handOver } };
  }
  const isInTime = beside && puts === 1 && request.now() - beside.since <= BESIDE_MS;
  return { ...appended, receivers: isInTime && beside ? beside.users : usersOf(request, ids) };
}
