// Puts one room's events into the order of `rev`: each is delivered once, after all events before it.

import type { CaughtUp } from "../protocol/sync.ts";
import type { Context } from "./context.ts";
import { LARGE_ROOM_MEMBERS, LARGE_ROOM_SPREAD_MS } from "./policy.ts";

/** A frame of a room. `rev` is 0 for the room's creation. */
export interface RoomFrame {
  readonly event: string;
  readonly rev: number;
  readonly data: { readonly [field: string]: unknown };
  /** The frame describes the room itself, so an unknown room can begin with it. */
  readonly startsRoom: boolean;
}

export interface RoomOptions {
  /** Whether delivery is paused. */
  readonly isPaused: () => boolean;
  /** Delivers a frame; returns whether it removed the user from the room. */
  readonly deliver: (frame: RoomFrame) => boolean;
  /** An event is missing; or, for an unknown room, the frame that describes the room. */
  readonly onGap: (room: Room) => void;
}

/**
 * - `unknown`: nothing was loaded, and no event has been delivered.
 * - `followed`: all events after `rev` are delivered.
 * - `left`: the user is no longer a member.
 */
type Status = "unknown" | "followed" | "left";

export interface Room {
  readonly id: string;
  readonly status: Status;
  /** The room has, or once had, over 100 members. */
  readonly isLarge: boolean;
  /** All events up to here were delivered, or are part of what was loaded. */
  readonly rev: number;
  /** All events up to here are known, even if not delivered yet: `sync` continues after it. */
  readonly cursor: number;
  /** The highest `rev` that arrived. */
  readonly newest: number;
  /** Read marks by user. */
  readonly marks: Map<string, number>;
  add(frame: RoomFrame): void;
  /** The application has loaded a state that includes all events up to `rev`: later ones are delivered. */
  follow(rev: number): void;
  /** Follows the room from the first buffered frame on. */
  begin(): void;
  /** Applies an answer of `sync`. Returns whether the room's history must be reloaded. */
  catchUp(frames: readonly RoomFrame[], answer: CaughtUp): boolean;
  /** Updates the number of members. */
  count(members: unknown): void;
  /** Delivers the frames that are due. */
  advance(): void;
}

export function makeRoom(id: string, context: Context, options: RoomOptions): Room {
  const marks = new Map<string, number>();
  let status: Status = "unknown";
  let isLarge = false;
  let rev = -1;
  /** `sync` has returned all events up to here: a `rev` that is not in `early` does not exist. */
  let complete = -1;
  /** Frames that arrived before their turn, by `rev`. */
  let early = new Map<number, RoomFrame>();
  let newest = 0;
  let cancelWait: (() => void) | undefined;

  function first(): number {
    let lowest = Infinity;
    for (const each of early.keys()) lowest = Math.min(lowest, each);
    return lowest;
  }

  function put(frame: RoomFrame): void {
    if (frame.rev <= rev) return;
    early.set(frame.rev, frame);
    newest = Math.max(newest, frame.rev);
  }

  function begin(): void {
    if (status !== "unknown" || early.size === 0) return;
    status = "followed";
    rev = Math.max(rev, first() - 1);
  }

  function advance(): void {
    for (const { startsRoom } of status === "unknown" ? early.values() : []) {
      if (startsRoom) begin();
    }
    if (status === "followed") deliver();
    if (early.size === 0 || status === "left") stopWaiting();
    else if (!options.isPaused()) cancelWait ??= wait();
  }

  function deliver(): void {
    while (!options.isPaused()) {
      // The `rev`s of a deleted message's edits are skipped: `sync` returns no event for them.
      const next = early.has(rev + 1) || rev >= complete ? rev + 1 : first();
      const frame = early.get(next);
      if (!frame || next > Math.max(rev + 1, complete)) {
        rev = Math.max(rev, complete);
        if (early.has(rev + 1)) continue;
        return;
      }
      early.delete(next);
      rev = next;
      if (options.deliver(frame)) {
        leave();
        return;
      }
    }
  }

  // The buffered frames belong to a second membership: the user was removed and added again, and gets both events.
  function leave(): void {
    const later = early;
    early = new Map();
    status = "left";
    for (const frame of later.values()) add(frame);
  }

  function add(frame: RoomFrame): void {
    if (frame.rev <= rev) return;
    if (status === "left") status = "unknown";
    put(frame);
    advance();
  }

  function wait(): () => void {
    const spread = isLarge ? Math.random() * LARGE_ROOM_SPREAD_MS : 0;
    const end = (): void => {
      cancelWait = undefined;
    };
    const fire = (): void => {
      end();
      options.onGap(room);
    };
    return context.timers.after(context.timing.gap + spread, fire, end);
  }

  function stopWaiting(): void {
    cancelWait?.();
    cancelWait = undefined;
  }

  const room: Room = {
    id,
    marks,
    add,
    begin,
    advance,
    get status() {
      return status;
    },
    get isLarge() {
      return isLarge;
    },
    get rev() {
      return rev;
    },
    get cursor() {
      return Math.max(rev, complete, 0);
    },
    get newest() {
      return Math.max(newest, rev, complete, 0);
    },
    follow(loaded) {
      status = "followed";
      rev = complete = loaded;
      for (const each of early.keys()) if (each <= rev) early.delete(each);
      advance();
    },
    catchUp(frames, { rev: upTo = 0, recovered }) {
      if (status !== "followed") return false;
      // The buffered frames may still end with the user's own removal.
      const isLost = !recovered && frames.length === 0 && rev >= complete;
      if (isLost) {
        status = "unknown";
        rev = complete = -1;
        early.clear();
      } else {
        frames.forEach(put);
        complete = Math.max(complete, upTo);
      }
      advance();
      return isLost;
    },
    count(members) {
      isLarge ||= typeof members === "number" && members > LARGE_ROOM_MEMBERS;
    },
  };
  return room;
}
