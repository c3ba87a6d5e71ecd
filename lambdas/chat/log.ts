// Appends events to a room's log, which is the room's order.
//
// Entries are numbered by `rev`: 1, 2, 3, … A writer fills slot n+1 only if it has seen slot n filled, with a put on
// condition that the slot is empty. Invariants, wherever a request dies:
//
//   1. No holes: slot n+1 is filled only after slot n. No slot is filled twice.
//   2. Each event is decided on the room's state after the entry before it, as far as the event depends on that state.
//      A message depends on changes of the group (its members, its name); any other event depends on all entries except
//      messages. A request that loses a slot reads the entries in between, and decides again only if the event depends
//      on them. A caller that has nothing to append does the same.
//   3. Apply, then advance: an entry other than a message is applied to its target after it is in the log, and only
//      then does `Room.head` move to it, or beyond. So only entries after `Room.head` can be unapplied. A change of the
//      group is part of the room's item: the head moves to it before anything is appended after it or delivered.
//   4. No writer appends after an unapplied entry: it applies the entry first, for the author. So at most the last
//      entry of a log is unapplied, and applying is idempotent, also if the author applies it later.
//   5. Where entries expire, the head moves to the first entry of a period before anything is appended after it, and
//      before it is acknowledged. retention.ts explains this, and how rule 1 holds when entries are deleted.
//   6. An attempt recognizes its own entry by its nonce, and a repeat's entry by the client-chosen id. Neither is
//      stored twice, since every entry between the claim's base and the slot was seen before the put.
//
// What may run concurrently, and what must wait:
//
//   - With the read of the room: reads of data that never changes, such as the owner of a chosen id. Data that an entry
//     can change (a message, a pin, a membership) is read after the room, else it could be older than the slot.
//   - With the last step of making a room: the claim of its first message's id. Nothing has been appended yet, so the
//     search for the message begins at the first slot, and a claim without a message does no harm.
//   - The reads of one decision; its put and the reads of its receivers.
//   - With the deliveries: the move of the room's head, unless the entry changes the group. Until the head has moved,
//     the next request that appends or reads the end of the log applies the entry once more, which changes nothing.

import { applyEntry } from "./apply-entry.ts";
import { contend } from "./contend.ts";
import { authorize } from "./authorize.ts";
import { ChatError } from "./errors.ts";
import type { Entry, Event, Head, Room, RoomView } from "./model.ts";
import type { Request } from "./request.ts";
import { eraBefore, obsoleteEras } from "./retention.ts";

/** Whether to append an event, or nothing because the requested result already exists. */
export type Decision<E extends Event, Existing> = { append: E } | { existing: Existing };

/**
 * Decides, given the room's current state and a nonce for the attempt. It is called again each time the room has
 * changed in between. An error that it throws ends the attempt; nothing is appended.
 */
export type Decide<E extends Event, Existing> = (
  view: RoomView,
  nonce: string,
) => Decision<E, Existing> | Promise<Decision<E, Existing>>;

export interface Appended<E extends Event, Existing> {
  readonly entry: Entry<E> | Existing;
  /** The room before the event. */
  readonly view: RoomView;
  /** False if another request applied the entry, or it had nothing to change. */
  readonly applied: boolean;
  /** The number of slots that were tried; 0 if nothing was appended. */
  readonly puts: number;
  /** Remaining writes, which may run concurrently with the delivery. */
  readonly alongside: readonly (() => Promise<unknown>)[];
}

/**
 * Appends the event that `decide` returns, and applies it. `known` is the room, if the caller has just read it. Throws
 * FORBIDDEN unless the caller is a member, UNAVAILABLE if the room is too busy, and the errors of `decide`.
 */
export async function append<E extends Event, Existing = never>(
  request: Request,
  roomId: string,
  decide: Decide<E, Existing>,
  known?: RoomView,
): Promise<Appended<E, Existing>> {
  const nonce = request.nonce();
  let puts = 0;
  for (let first = known; ; first = undefined) {
    const view = first ?? (await authorize(request, roomId));
    const decision = await decided(() => decide(view, nonce));
    if (!("append" in decision)) {
      if (await applyPending(request, roomId, view.room.head)) continue;
      if ("refusal" in decision) throw decision.refusal;
      return { entry: decision.existing, view, applied: false, puts: 0, alongside: [] };
    }

    const event = named(request, view, decision.append);
    const { head, large: isLarge = false } = view.room;
    const contended = await contend(request, roomId, { event, nonce, head, isLarge });
    puts += contended.puts;
    if (contended.result === "decide again") continue;
    const { entry } = contended;
    return { entry, view, puts, ...(await applyOwn(request, view.room, entry)) };
  }
}

// The fan-out leaves out the connection whose reply holds the event.
const named = <E extends Event>(request: Request, { room }: RoomView, event: E): E =>
  room.large || (event.kind === "add" && event.makesLarge)
    ? { ...event, via: request.caller.connectionId }
    : event;

// A refusal is a decision too: it is final only if no unapplied entry would have changed it.
async function decided<E extends Event, Existing>(
  decide: () => Decision<E, Existing> | Promise<Decision<E, Existing>>,
): Promise<Decision<E, Existing> | { refusal: ChatError }> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof ChatError) return { refusal: error };
    throw error;
  }
}

/**
 * Applies an unapplied entry after the room's head, and advances to it. A caller that appends notices such an entry by
 * losing the slot; a caller that appends nothing must call this. Returns false if there was none.
 */
export async function applyPending(request: Request, roomId: string, head: Head): Promise<boolean> {
  const missed = await request.log.after(roomId, head.rev);
  const last = missed.at(-1);
  if (!last || missed.every((entry) => entry.kind === "message")) return false;
  await applyEntry(request, roomId, last);
  return true;
}

// A message is complete with its entry, and a change of a message or pin once applied: the head moves concurrently with
// the deliveries. A change of the group is stored in the room's item, so the head moves first.
async function applyOwn(
  request: Request,
  room: Room,
  entry: Entry,
): Promise<Pick<Appended<Event, never>, "applied" | "alongside">> {
  const { id: roomId } = room;
  const forget = eraBefore(entry) && obsoleteEras(room, request.now());
  const advance = () => request.log.advance(roomId, entry, forget);
  const later = async () => {
    if (!forget) return [advance];
    await advance();
    return [];
  };
  switch (entry.kind) {
    case "message":
      return { applied: false, alongside: await later() };
    case "edit":
    case "delete":
    case "pin":
    case "react": {
      const applied = await request.log.apply(roomId, entry);
      return { applied, alongside: await later() };
    }
    case "add":
    case "remove":
    case "rename":
      return { applied: await applyEntry(request, roomId, entry), alongside: [] };
  }
}
