// A simulated bad network between the backend and its clients: it loses, doubles, delays and reorders frames, and does
// not always report a lost connection to the backend.

import type { RoomEvent } from "../../../protocol/room-event.ts";

/** A frame as a client receives it. */
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

  /** Ends a connection. Frames in transit to it are lost. */
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

  /** Removes and returns some of the frames in transit to a connection, in any order. */
  arrivals(connectionId: string): Frame[] {
    const underway = this.#open.get(connectionId) ?? [];
    const arrived: Frame[] = [];
    while (underway.length > 0 && this.#random() < 0.8) {
      arrived.push(...underway.splice(Math.floor(this.#random() * underway.length), 1));
    }
    return arrived;
  }
}
