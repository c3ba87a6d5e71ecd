// What keeps rooms from going on while something of them is being read.

/** How far rooms may go on. One that is not named stands still. */
export type Hold = Map<string, number>;

export class Holds {
  readonly #holds = new Set<Hold>();
  readonly #onRelease: () => void;

  constructor(onRelease: () => void) {
    this.#onRelease = onRelease;
  }

  add(hold: Hold): void {
    this.#holds.add(hold);
  }

  release(hold: Hold): void {
    this.#holds.delete(hold);
    this.#onRelease();
  }

  /** How far a room may go. */
  limit(roomId: string): number {
    return Math.min(...[...this.#holds].map((hold) => hold.get(roomId) ?? -1), Infinity);
  }
}
