// The way from the backend to its clients, as bad as it gets: frames are lost, doubled, delayed and overtake each other,
// and the backend is not always told that a connection is gone.

import type { RoomEvent } from "../../../protocol/room-event.ts";

/** A frame as it reaches a client. */
export interface Frame {
  readonly event: string;
  readonly data: RoomEvent["data"];
}

export class Network {
  readonly #open = new Map<string, Frame[]>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  connect(connectionId: string): void {
    this.#open.set(connectionId, []);
  }

  /** What was on its way is lost. */
  cut(connectionId: string): void {
    this.#open.delete(connectionId);
  }

  isOpen(connectionId: string): boolean {
    return this.#open.has(connectionId);
  }

  send(connectionId: string, frame: Frame): void {
    const underway = this.#open.get(connectionId);
    const dice = this.#random();
    if (!underway || dice < 0.15) return;
    underway.push(frame);
    if (dice > 0.85) underway.push(frame);
  }

  /** Some of what is on its way to a connection, in any order. */
  arrivals(connectionId: string): Frame[] {
    const underway = this.#open.get(connectionId) ?? [];
    const arrived: Frame[] = [];
    while (underway.length > 0 && this.#random() < 0.8) {
      arrived.push(...underway.splice(Math.floor(this.#random() * underway.length), 1));
    }
    return arrived;
  }
}
