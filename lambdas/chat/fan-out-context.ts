// The dependencies of a fan-out.

import type { Publish } from "./domain-events.ts";
import type { FanOutQueue } from "./fan-out-queue.ts";
import type { Store } from "./ports.ts";
import type { Sizes } from "./request.ts";

/** A connection, and what it is to get. */
export interface Target {
  readonly userId: string;
  readonly connectionId: string;
  readonly frames: readonly Uint8Array[];
}

export interface FanOutContext extends Pick<Store, "rooms" | "log" | "largeRooms"> {
  readonly queue: FanOutQueue;
  /** How many frames it may post itself. */
  readonly posts: number;
  readonly sizes: Pick<Sizes, "connections">;
  /** Posts to all, and says which connections are no more. */
  post(targets: readonly Target[]): Promise<readonly Target[]>;
  /** Tells other systems, if there is a bus. */
  readonly publish?: Publish | undefined;
  now(): number;
  wait(ms: number): Promise<void>;
  /** Is told of an entry that is passed. */
  passed(about: { room: string; rev: number; error?: unknown }): void;
}
