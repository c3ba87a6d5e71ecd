// The interface of a system under test: a deployment with rooms of a given size and number of online members.

import type { Variant } from "../harness/bundles.ts";
import type { Client } from "../harness/client.ts";
import type { Deployment } from "../harness/deployment.ts";

export type SystemName = "parley" | Variant;

export interface System {
  readonly name: SystemName;
  readonly deployment: Deployment;
  /** Opens a new room of this size, with its online members connected. */
  readonly open: (room: RoomSize) => Promise<OpenRoom>;
}

export interface RoomSize {
  readonly members: number;
  /** The number of online members, including the sender, who always has a client. */
  readonly online: number;
  /** Whether the other online members have clients too. Default: their connections are simulated. */
  readonly real?: boolean;
}

export interface OpenRoom {
  /** Sends a message. Resolves once its sender receives it, as the reply or as a post. */
  send(message: string): Promise<void>;
  /** The clients of the other online members; empty if their connections are simulated. */
  readonly others: readonly Client[];
  close(): Promise<void>;
}

/** Registers this many connections without clients, and returns their ids. */
export function simulateConnections({ simulated }: Deployment, count: number): string[] {
  const ids = Array.from({ length: count }, (_, n) => `${String(n).padStart(11, "0")}Aa=`);
  for (const id of ids) simulated.add(id);
  return ids;
}
