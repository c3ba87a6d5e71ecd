// Competes with other writers for the next slot of a room's log.

import { applyEntry } from "./apply-entry.ts";
import { ChatError } from "./errors.ts";
import { isBusy, isJustNow, listen } from "./listen.ts";
import type { Entry, Event, Head, Stamp } from "./model.ts";
import type { Request } from "./request.ts";
import { checkNotPaused, eraBefore, expiryOf } from "./retention.ts";

/** Contending stops this long before the deadline, which leaves time for a slow put and for delivery. */
const RESERVE_MS = 8_000;

/** An event to append, and the head of the log for which it was decided. */
export interface Contender<E extends Event> {
  readonly event: E;
  readonly nonce: string;
  readonly head: Head;
  readonly isLarge: boolean;
}

/** `puts` is the number of slots that were tried. */
type Contended<E extends Event> =
  | { readonly result: "appended"; readonly entry: Entry<E>; readonly puts: number }
  | { readonly result: "decide again"; readonly puts: number };

/**
 * Tries slot after slot until the event is in one, or until an entry on which it depends is in the log: then the caller
 * must decide again. Throws UNAVAILABLE if the room is too busy.
 */
export async function contend<E extends Event>(
  request: Request,
  roomId: string,
  { event, nonce, head, isLarge }: Contender<E>,
): Promise<Contended<E>> {
  checkNotPaused(head, request.now());
  let tail = head;
  let missed = isBusy(request, head, isLarge) ? await request.log.after(roomId, head.rev) : [];
  for (let puts = 0; request.now() < request.deadline - RESERVE_MS; puts++) {
    const own = missed.find((other) => isSame(other, event, nonce));
    if (own) return { result: "appended", entry: own as Entry<E>, puts };
    const last = missed.at(-1);
    if (last && missed.some((other) => decidesAbout(event, other))) {
      await applyEntry(request, roomId, last);
      return { result: "decide again", puts };
    }
    // An entry is applied before another is appended after it, so only the last can be unapplied. The head moves later,
    // with the event.
    if (last && last.kind !== "message") await request.log.apply(roomId, last);
    if (last && eraBefore(last)) await request.log.advance(roomId, last);
    tail = last ?? tail;

    const entry = nextEntry(request, event, nonce, tail);
    const { isPut, existing } = await request.log.put(roomId, entry);
    if (isPut) return { result: "appended", entry, puts: puts + 1 };
    const took = request.now() - entry.at + 1;
    // Applying the entry already took as long as a pause.
    const isChange = existing && existing.kind !== "message" && isJustNow(request, existing, took);
    missed = isChange
      ? [existing]
      : await listen(request, roomId, { rev: tail.rev, took, losses: puts + 1 });
    if (missed.length === 0)
      throw new Error(`Slot ${entry.rev} of a log is taken, and cannot be read.`);
  }
  throw new ChatError("UNAVAILABLE", "The room is very busy. Try again.");
}

// A message depends on the members, and on the group's data in the reply of `sendNewMessage`; changes to other messages
// do not affect it. Other events depend on every entry except messages.
function decidesAbout(event: Event, { kind }: Entry): boolean {
  if (kind === "message") return false;
  return event.kind !== "message" || kind === "add" || kind === "remove" || kind === "rename";
}

function nextEntry<E extends Event>(
  request: Request,
  event: E,
  nonce: string,
  tail: Head,
): Entry<E> {
  const at = request.now();
  const rev = tail.rev + 1;
  const { retentionDays: days } = request;
  const expiresAt = days === undefined ? undefined : expiryOf(at, days);
  const head: Head =
    event.kind === "message"
      ? { rev, seq: tail.seq + 1, lastMessageRev: rev, activeAt: at }
      : { rev, seq: tail.seq, lastMessageRev: tail.lastMessageRev, activeAt: tail.activeAt };
  const { expiresAt: previousExpiresAt } = tail;
  const stamp: Stamp = {
    ...head,
    by: request.caller.userId,
    at,
    nonce,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(previousExpiresAt !== undefined &&
      previousExpiresAt !== expiresAt && { previousExpiresAt }),
  };
  return { ...event, ...stamp };
}

function isSame(other: Entry, event: Event, nonce: string): boolean {
  if (other.nonce === nonce) return true;
  return (
    other.kind === "message" &&
    event.kind === "message" &&
    event.chosenId !== undefined &&
    other.chosenId === event.chosenId
  );
}
