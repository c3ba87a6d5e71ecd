// Appending an event to a room's log, and reading beside that who is to hear of it.

import { append, type Appended, type Decide } from "./log.ts";
import type { Event, RoomView } from "./model.ts";
import { usersOf, type Users } from "./receivers.ts";
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
export async function appendWithReceivers<E extends Event, Standing = never>(
  request: Request,
  roomId: string,
  decide: Decide<E, Standing>,
  idsOf: (view: RoomView, event: E | Standing) => readonly string[] = memberIds,
): Promise<Appended<E, Standing> & { readonly receivers: Users }> {
  let beside: { readonly users: Users; readonly since: number } | undefined;
  const appended = await append<E, Standing>(request, roomId, async (view, nonce) => {
    const decision = await decide(view, nonce);
    if ("append" in decision && !beside) {
      const users = usersOf(request, idsOf(view, decision.append));
      beside = { users, since: request.now() };
      void users.read();
    }
    return decision;
  });

  const { view, entry, puts } = appended;
  const isInTime = beside && puts === 1 && request.now() - beside.since <= BESIDE_MS;
  const receivers = isInTime && beside ? beside.users : usersOf(request, idsOf(view, entry));
  return { ...appended, receivers };
}
