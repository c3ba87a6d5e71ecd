// The room's log: how an event gets its place in a room's order.
//
// Entries are numbered by `rev`: 1, 2, 3, … An entry is put into slot n+1 on the condition that the slot is empty, by
// one who has seen slot n filled. What holds, wherever a request dies:
//
//   1. No holes: slot n+1 is filled only after slot n. No slot is filled twice.
//   2. Each event is decided against the room exactly as it stands after the entry before it, as far as it depends on
//      that. A message depends on changes of the group (who is a member, its name), any other event on all but messages.
//      A request that loses a slot learns what came between, and decides again only if the event depends on it. So does a
//      caller that has nothing to append.
//   3. Apply, then advance: an entry other than a message is applied to its target after it is in the log, and only
//      then does `Room.head` move to it, or beyond. So whatever is beyond `Room.head` may be unapplied, nothing before it
//      is. A change of the group is part of the room's own item: it is advanced to before anything is appended behind it,
//      and before anybody is told.
//   4. Nobody appends behind an unapplied entry: they apply it first, for its author. So at most the last entry of a
//      log is unapplied, and applying is idempotent, also for an author who comes late.
//   5. Likewise the first entry of a period, where entries expire: the head moves to it before anything is appended
//      behind it, and before it is acknowledged; see retention.ts, which also says what becomes of the first rule when they are deleted.
//   6. An attempt knows its own entry by its nonce, and a twin of it by the id that the client chose: neither is
//      stored a second time, since each entry between the claim's base and the slot was seen before the put.
//
// What may run beside what, and what must wait:
//
//   - Beside the read of the room: what never changes, such as whose a chosen id is. Whatever an entry can change (a
//     message, a pin, a membership) is read after the room, else it can be older than the slot it is decided for.
//   - Beside the end of a room's making: the claim of its first message's id. Nothing has been appended yet, so the search
//     for it begins at the first slot, and a claim without a message harms nobody.
//   - Concurrently: the reads of one decision; its put and the reads of its receivers.
//   - Beside the deliveries: the room's head, unless the entry changes the group. Until it has moved, the next to append
//     or to read the end of the log applies the entry once more, which changes nothing.

import { applyEntry } from "./apply-entry.ts";
import { contend } from "./contend.ts";
import { authorize } from "./authorize.ts";
import { ChatError } from "./errors.ts";
import type { Entry, Event, Head, Room, RoomView } from "./model.ts";
import type { Request } from "./request.ts";
import { eraBefore, obsoleteEras } from "./retention.ts";

/** What to do to the room as it stands: append an event, or nothing, since what was asked for is there. */
export type Decision<E extends Event, Existing> = { append: E } | { existing: Existing };

/**
 * What to do, given the room as it stands and a nonce for the attempt. It is called once more each time the room has
 * changed meanwhile; what it throws ends the attempt with nothing appended.
 */
export type Decide<E extends Event, Existing> = (
  view: RoomView,
  nonce: string,
) => Decision<E, Existing> | Promise<Decision<E, Existing>>;

export interface Appended<E extends Event, Existing> {
  readonly entry: Entry<E> | Existing;
  /** The room as it stood before the event. */
  readonly view: RoomView;
  /** False if somebody else applied the entry, or it had nothing to change. */
  readonly applied: boolean;
  /** How many slots were tried for. None where nothing was appended. */
  readonly puts: number;
  /** Writes that are left, and need not be waited for before the event goes out. */
  readonly alongside: readonly (() => Promise<unknown>)[];
}

/**
 * Appends the event that `decide` comes to, and applies it. `known` is the room, if the caller has just read it. Throws
 * FORBIDDEN unless the caller is a member, and UNAVAILABLE if the room is too busy.
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

// What the fan-out tells does not come back to the connection that has it as its reply.
const named = <E extends Event>(request: Request, { room }: RoomView, event: E): E =>
  room.large || (event.kind === "add" && event.makesLarge)
    ? { ...event, via: request.caller.connectionId }
    : event;

// A refusal is a decision too: it holds only if nothing unfinished would have changed it.
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
 * Finishes what is unfinished behind the room's head. Those who append find out by losing the slot; those who do not
 * must look. False if there was nothing.
 */
export async function applyPending(request: Request, roomId: string, head: Head): Promise<boolean> {
  const missed = await request.log.after(roomId, head.rev);
  const last = missed.at(-1);
  if (!last || missed.every((entry) => entry.kind === "message")) return false;
  await applyEntry(request, roomId, last);
  return true;
}

// A message needs nothing but its entry, and what changes a message or a pin no more than to be applied: the head moves
// beside the deliveries. A change of the group is the room's own.
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
