// One room's events, put into the order of `rev`: each is passed on once, and only when all before it have been.

import type { CaughtUp } from "../protocol/sync.ts";
import type { Context } from "./context.ts";
import { LARGE_ROOM_MEMBERS, LARGE_ROOM_SPREAD_MS } from "./policy.ts";

/** A frame of a room. `rev` is 0 for the making of the room itself. */
export interface RoomFrame {
  readonly event: string;
  readonly rev: number;
  readonly data: { readonly [field: string]: unknown };
  /** It tells of the room itself, so that an unknown room may begin with it. */
  readonly startsRoom: boolean;
}

export interface RoomOptions {
  /** Whether nothing may be passed on just now. */
  readonly isPaused: () => boolean;
  /** Passes a frame on; returns whether the room is left with it. */
  readonly deliver: (frame: RoomFrame) => boolean;
  /** An event is missing; or, of an unknown room, what tells of the room itself. */
  readonly onGap: (room: Room) => void;
}

/**
 * - `unknown`: nothing of it was loaded, and no event has been passed on yet.
 * - `followed`: everything after `rev` is passed on.
 * - `left`: the user is no member any more.
 */
type Status = "unknown" | "followed" | "left";

export interface Room {
  readonly id: string;
  readonly status: Status;
  /** Over 100 members, now or ever. */
  readonly isLarge: boolean;
  /** Everything up to here was passed on, or is part of what was loaded. */
  readonly rev: number;
  /** Everything up to here is known, if not passed on yet: where `sync` goes on. */
  readonly cursor: number;
  /** The highest `rev` that came. */
  readonly newest: number;
  /** Read marks, by user. */
  readonly marks: Map<string, number>;
  add(frame: RoomFrame): void;
  /** What was loaded reflects everything up to `rev`: what comes after is passed on. */
  follow(rev: number): void;
  /** Begins with the first frame that is here. */
  begin(): void;
  /** Takes what `sync` says. Returns whether the room's history has to be loaded anew. */
  catchUp(frames: readonly RoomFrame[], answer: CaughtUp): boolean;
  /** Takes note of how many members there are. */
  count(members: unknown): void;
  /** Passes on what may be. */
  advance(): void;
}

export function makeRoom(id: string, context: Context, options: RoomOptions): Room {
  const marks = new Map<string, number>();
  let status: Status = "unknown";
  let isLarge = false;
  let rev = -1;
  /** Up to here there is nothing but what is in `early`: `sync` said so. */
  let complete = -1;
  /** Frames that came before their turn, by `rev`. */
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
      // What is complete may have holes: of a deleted message's edits, nothing is told.
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

  // Whoever was taken out and in again gets both: what is here already belongs to the second time.
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
      // What is still held may well end with the user's own removal.
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
