// The interface of a system under test: a deployment with rooms of a given size and number of online members.

import type { Variant } from "../harness/bundles.ts";
import type { Client } from "../harness/client.ts";
import type { Deployment } from "../harness/deployment.ts";

export type SystemName = "parley" | Variant;

export interface System {
  readonly name: SystemName;
  readonly deployment: Deployment;
  /** Members of a room who are told of a message, besides its sender, and where they connect from. */
  readonly open: (room: RoomSize) => Promise<OpenRoom>;
}

export interface RoomSize {
  readonly members: number;
  /** The sender, who is really connected, among them. */
  readonly online: number;
  /** Whether the others are connected as well. Else their connections have nobody at the other end. */
  readonly real?: boolean;
}

export interface OpenRoom {
  /** Sends a message. Resolves once its sender has it back: as the reply, or as a post. */
  send(message: string): Promise<void>;
  /** The others, where they are really connected. */
  readonly others: readonly Client[];
  close(): Promise<void>;
}

/** Makes so many connections that nobody is at the other end of, and returns their ids. */
export function simulateConnections({ simulated }: Deployment, count: number): string[] {
  const ids = Array.from({ length: count }, (_, n) => `${String(n).padStart(11, "0")}Aa=`);
  for (const id of ids) simulated.add(id);
  return ids;
}
