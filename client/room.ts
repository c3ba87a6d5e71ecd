// One room's events, put into the order of `rev`: each is passed on once, and only when all before it have been.

import type { CaughtUp } from "../protocol/sync.ts";
import { Holds } from "./holds.ts";
import type { Surroundings } from "./surroundings.ts";

/** A frame of a room. `rev` is 0 for the making of the room itself. */
export interface RoomFrame {
  readonly event: string;
  readonly rev: number;
  readonly data: { readonly [field: string]: unknown };
  /** It tells of the room itself, so that an unknown room may begin with it. */
  readonly isIntroduction: boolean;
}

export interface RoomOptions {
  /** Holds of all rooms. */
  readonly holds: Holds;
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

export class Room {
  readonly id: string;
  status: Status = "unknown";
  /** Everything up to here was passed on, or is part of what was loaded. */
  rev = -1;
  /** Read marks, by user. */
  readonly marks = new Map<string, number>();
  readonly #around: Surroundings;
  readonly #options: RoomOptions;
  /** Holds of this room alone. */
  readonly holds = new Holds(() => {
    this.advance();
  });
  /** Frames that came before their turn, by `rev`. */
  #early = new Map<number, RoomFrame>();
  /** Up to here there is nothing but what is in `#early`: `sync` said so. */
  #complete = -1;
  #cancelWait: (() => void) | undefined;

  constructor(id: string, around: Surroundings, options: RoomOptions) {
    this.id = id;
    this.#around = around;
    this.#options = options;
  }

  /** Everything up to here is known, if not passed on yet: where `sync` goes on. */
  get cursor(): number {
    return Math.max(this.rev, this.#complete, 0);
  }

  /** The highest `rev` that came. */
  get newest(): number {
    return Math.max(this.cursor, ...this.#early.keys());
  }

  add(frame: RoomFrame): void {
    if (frame.rev <= this.rev) return;
    if (this.status === "left") this.status = "unknown";
    this.#early.set(frame.rev, frame);
    this.advance();
  }

  /** What was loaded reflects everything up to `rev`: what comes after is passed on. */
  follow(rev: number): void {
    this.status = "followed";
    this.rev = this.#complete = rev;
    for (const early of this.#early.keys()) if (early <= rev) this.#early.delete(early);
    this.advance();
  }

  /** Begins with the first frame that is here. */
  begin(): void {
    if (this.status !== "unknown" || this.#early.size === 0) return;
    this.status = "followed";
    this.rev = Math.max(this.rev, Math.min(...this.#early.keys()) - 1);
  }

  /** Takes what `sync` says. Returns whether the room's history has to be loaded anew. */
  catchUp(frames: RoomFrame[], { rev, recovered }: CaughtUp): boolean {
    if (this.status !== "followed") return false;
    // What is still held may well end with the user's own removal.
    const isLost = !recovered && frames.length === 0 && this.rev >= this.#complete;
    if (isLost) {
      this.status = "unknown";
      this.rev = this.#complete = -1;
      this.#early.clear();
    } else {
      for (const frame of frames) if (frame.rev > this.rev) this.#early.set(frame.rev, frame);
      this.#complete = Math.max(this.#complete, rev ?? 0);
    }
    this.advance();
    return isLost;
  }

  /** Passes on what may be. */
  advance(): void {
    if (this.status === "unknown" && this.#isIntroduced()) this.begin();
    if (this.status === "followed") this.#deliver();
    if (this.#early.size === 0 || this.status === "left") this.#stopWaiting();
    else this.#cancelWait ??= this.#wait();
  }

  #limit(): number {
    return Math.min(this.holds.limit(this.id), this.#options.holds.limit(this.id));
  }

  #deliver(): void {
    for (;;) {
      const next = Math.min(...this.#early.keys());
      const reach = Math.max(this.rev, this.#complete) + 1;
      const limit = this.#limit();
      if (next > reach || next > limit) {
        this.rev = Math.max(this.rev, Math.min(this.#complete, limit));
        return;
      }
      const frame = this.#early.get(next) as RoomFrame;
      this.#early.delete(next);
      this.rev = next;
      if (this.#options.deliver(frame)) {
        this.#leave();
        return;
      }
    }
  }

  // Whoever was taken out and in again gets both: what is here already belongs to the second time.
  #leave(): void {
    const later = this.#early;
    this.#early = new Map();
    this.status = "left";
    for (const frame of later.values()) this.add(frame);
  }

  #isIntroduced(): boolean {
    return [...this.#early.values()].some(({ isIntroduction }) => isIntroduction);
  }

  #wait(): () => void {
    const end = (): void => {
      this.#cancelWait = undefined;
    };
    const fire = (): void => {
      end();
      this.#options.onGap(this);
    };
    return this.#around.timers.after(this.#around.timing.gap, fire, end);
  }

  #stopWaiting(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
  }
}
