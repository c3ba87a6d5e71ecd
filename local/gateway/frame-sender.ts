// Sends frames to one client: at once, unless a fault drops, duplicates, delays or reorders them.
import type { Faults, FrameSource, Shuffle } from "./faults.ts";
import type { Timer, Timers } from "./timers.ts";

/** Returns whether the socket accepted the frame. */
export type Write = (text: string) => boolean;

export class FrameSender {
  readonly #connectionId: string;
  readonly #write: Write;
  readonly #faults: Faults;
  readonly #timers: Timers;
  readonly #delays = new Set<Timer>();
  #held: string[] = [];

  constructor(connectionId: string, write: Write, faults: Faults, timers: Timers) {
    this.#connectionId = connectionId;
    this.#write = write;
    this.#faults = faults;
    this.#timers = timers;
  }

  /** Returns whether the frame was accepted; a frame that a fault drops or delays counts as accepted. */
  send(source: FrameSource, text: string): boolean {
    if (source === "post" && this.#faults.drop?.(this.#connectionId)) return true;
    if (source === "post" && this.#faults.double?.(this.#connectionId)) {
      this.#dispatch(source, text);
    }
    return this.#dispatch(source, text);
  }

  /** Drops all delayed and buffered frames. */
  clear(): void {
    for (const delay of this.#delays) delay.stop();
    this.#delays.clear();
    this.#held = [];
  }

  #dispatch(source: FrameSource, text: string): boolean {
    const delayMs = this.#faults.delayMs?.(source, this.#connectionId) ?? 0;
    const { shuffle } = this.#faults;
    if (delayMs > 0) this.#after(delayMs, () => this.#write(text));
    else if (shuffle) this.#hold(text, shuffle);
    else return this.#write(text);
    return true;
  }

  #hold(text: string, shuffle: Shuffle): void {
    this.#held.push(text);
    if (this.#held.length > 1) return;
    this.#after(shuffle.windowMs, () => {
      const frames = shuffled(this.#held, shuffle.random);
      this.#held = [];
      for (const frame of frames) this.#write(frame);
    });
  }

  #after(ms: number, action: () => void): void {
    const delay = this.#timers.start(ms, () => {
      this.#delays.delete(delay);
      action();
    });
    this.#delays.add(delay);
  }
}

/** Fisher–Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return result;
}
