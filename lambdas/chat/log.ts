// The room's log: how an event gets its place in a room's order.
//
// Entries are numbered by `rev`: 1, 2, 3, … An entry is put into slot n+1 on the condition that the slot is empty, by
// one who has seen slot n filled. What holds, whoever crashes wherever:
//
//   1. No holes: slot n+1 is filled only after slot n. No slot is filled twice.
//   2. Each event is decided against the room exactly as it stands after the entry before it. Whoever loses a slot
//      reads on, and decides again unless only messages came between, which decide nothing. So does whoever decides
//      that there is nothing to append.
//   3. Apply, then advance: an entry other than a message is applied to its target after it is in the log, and only
//      then does `Room.head` move to it. So whatever is beyond `Room.head` may be unapplied, nothing before it is.
//   4. Nobody appends behind an unapplied entry: they finish it first, for its author. So at most the last entry of a
//      log is unfinished, and applying is idempotent, also for an author who comes late.
//   5. An attempt knows its own entry by its nonce, and a twin of it by the id that the client chose: neither is
//      stored a second time.

import { ChatError, notAMember } from "./errors.ts";
import type { Entry, Event, Head, RoomView, Stamp } from "./model.ts";
import type { Request } from "./request.ts";

/** The longest pause of one who lost a slot, in milliseconds. */
const LONGEST_PAUSE = 1_000;

/** What of a request's time is left, when it stops contending, for a put that is slow and for delivery. */
const RESERVE_MS = 8_000;

/** What to do to the room as it stands: append an event, or nothing, since what was asked for is there. */
export type Decision<E extends Event, Standing> = { append: E } | { standing: Standing };

/**
 * What to do, given the room as it stands and a nonce for the attempt. It is called once more each time the room has
 * changed meanwhile; what it throws ends the attempt with nothing appended.
 */
export type Decide<E extends Event, Standing> = (
  view: RoomView,
  nonce: string,
) => Decision<E, Standing> | Promise<Decision<E, Standing>>;

export interface Appended<E extends Event, Standing> {
  readonly entry: Entry<E> | Standing;
  /** The room as it stood before the event. */
  readonly view: RoomView;
  /** False if somebody else applied the entry, or it had nothing to change. */
  readonly applied: boolean;
  /** How many slots were tried for. None where nothing was appended. */
  readonly puts: number;
}

/** The room for one of its members. Throws FORBIDDEN to everyone else. */
export async function openRoom(request: Request, roomId: string): Promise<RoomView> {
  const view = await request.rooms.read(roomId);
  if (!view?.members.has(request.caller.userId)) throw notAMember();
  return view;
}

/**
 * Appends the event that `decide` comes to, and applies it. Throws FORBIDDEN unless the caller is a member, and
 * UNAVAILABLE if the room is too busy.
 */
export async function append<E extends Event, Standing = never>(
  request: Request,
  roomId: string,
  decide: Decide<E, Standing>,
): Promise<Appended<E, Standing>> {
  const nonce = request.nonce();
  let puts = 0;
  for (;;) {
    const view = await openRoom(request, roomId);
    const decision = await decided(() => decide(view, nonce));
    if (!("append" in decision)) {
      if (await finishOthers(request, roomId, view.room.head)) continue;
      if ("refusal" in decision) throw decision.refusal;
      return { entry: decision.standing, view, applied: false, puts: 0 };
    }

    const contended = await contend(request, roomId, decision.append, nonce, view.room.head);
    const { entry } = contended;
    puts += contended.puts;
    if (entry) return { entry, view, applied: await finish(request, roomId, entry), puts };
  }
}

// A refusal is a decision too: it holds only if nothing unfinished would have changed it.
async function decided<E extends Event, Standing>(
  decide: () => Decision<E, Standing> | Promise<Decision<E, Standing>>,
): Promise<Decision<E, Standing> | { refusal: ChatError }> {
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
export async function finishOthers(request: Request, roomId: string, head: Head): Promise<boolean> {
  const missed = await request.log.after(roomId, head.rev);
  const last = missed.at(-1);
  if (!last || missed.every((entry) => entry.kind === "message")) return false;
  await applyAndAdvance(request, roomId, last);
  return true;
}

// Tries slot after slot until the event is in one, or something but messages came between: then no entry is returned,
// and the decision is to be made again. Those who lose a slot pause before they read on, longer each time and by how
// long a put takes just now: without that, everybody in a crowd would spend a write unit on every slot.
async function contend<E extends Event>(
  request: Request,
  roomId: string,
  event: E,
  nonce: string,
  head: Head,
): Promise<{ entry?: Entry<E>; puts: number }> {
  let tail = head;
  for (let puts = 1; request.now() < request.deadline - RESERVE_MS; puts++) {
    const entry = nextEntry(request, event, nonce, tail);
    if (await request.log.put(roomId, entry)) return { entry, puts };

    const took = request.now() - entry.at + 1;
    await request.pause(Math.min(took * 2 ** puts, LONGEST_PAUSE));
    const missed = await request.log.after(roomId, tail.rev);
    const own = missed.find((other) => isSame(other, entry));
    if (own) return { entry: own as Entry<E>, puts };

    const last = missed.at(-1);
    if (!last) throw new Error(`Slot ${entry.rev} of a log is taken, and cannot be read.`);
    if (missed.some((other) => other.kind !== "message")) {
      await applyAndAdvance(request, roomId, last);
      return { puts };
    }
    tail = last;
  }
  throw new ChatError("UNAVAILABLE", "The room is very busy. Try again.");
}

function nextEntry<E extends Event>(
  request: Request,
  event: E,
  nonce: string,
  tail: Head,
): Entry<E> {
  const at = request.now();
  const rev = tail.rev + 1;
  const head: Head =
    event.kind === "message"
      ? { rev, seq: tail.seq + 1, lastMessageRev: rev, activeAt: at }
      : { rev, seq: tail.seq, lastMessageRev: tail.lastMessageRev, activeAt: tail.activeAt };
  const stamp: Stamp = { ...head, by: request.caller.userId, at, nonce };
  return { ...event, ...stamp };
}

function isSame(other: Entry, entry: Entry): boolean {
  if (other.nonce === entry.nonce) return true;
  return (
    other.kind === "message" &&
    entry.kind === "message" &&
    entry.chosenId !== undefined &&
    other.chosenId === entry.chosenId
  );
}

// A message needs nothing but its entry: its author advances the room beside the deliveries.
const finish = async (request: Request, roomId: string, entry: Entry): Promise<boolean> =>
  entry.kind === "message" ? false : await applyAndAdvance(request, roomId, entry);

/** Finishes an entry, for its author or whoever else finds it undone. False if there was nothing to apply. */
export async function applyAndAdvance(
  request: Pick<Request, "log">,
  roomId: string,
  entry: Entry,
): Promise<boolean> {
  const applied = entry.kind !== "message" && (await request.log.apply(roomId, entry));
  await request.log.advance(roomId, entry);
  return applied;
}
