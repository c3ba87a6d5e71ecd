// The dependencies of a fan-out.

import type { Publish } from "./domain-events.ts";
import type { FanOutQueue } from "./fan-out-queue.ts";
import type { Store } from "./ports.ts";
import type { Sizes } from "./request.ts";

/** A connection and the frames to post to it. */
export interface Target {
  readonly userId: string;
  readonly connectionId: string;
  readonly frames: readonly Uint8Array[];
}

export interface FanOutContext extends Pick<Store, "rooms" | "log" | "largeRooms"> {
  readonly queue: FanOutQueue;
  /** The number of frames that one fan-out may post itself; the rest goes to the queue. */
  readonly posts: number;
  readonly sizes: Pick<Sizes, "connections">;
  /** Posts to all targets. Returns those whose connections are gone. */
  post(targets: readonly Target[]): Promise<readonly Target[]>;
  /** Publishes to other systems, if there is a bus. */
  readonly publish?: Publish | undefined;
  now(): number;
  wait(ms: number): Promise<void>;
  /** Called for each entry that is skipped. */
  skipped(about: { room: string; rev: number; error?: unknown }): void;
}
