// Who is to get an event: between the room, which knows its members, and delivery, which knows connections.

import type { HandOver } from "./fan-out-queue.ts";
import type { User } from "./model.ts";
import type { Store } from "./ports.ts";

/** Users, to each of whose connections the action itself posts. */
export interface Users {
  readonly kind: "users";
  /** The users with their connections. They are read once, however often it is called. */
  readonly read: () => Promise<readonly User[]>;
}

/** Those who have joined a large room: the fan-out finds them, and tells them. */
export interface Joined {
  readonly kind: "joined";
  readonly handOver: HandOver;
}

export type Receivers = Users | Joined;

/** The users with these ids, the caller among them for their other connections; read when they are first asked for. */
export function usersOf({ users }: Pick<Store, "users">, ids: readonly string[]): Users {
  let reading: Promise<readonly User[]> | undefined;
  return { kind: "users", read: () => (reading ??= users(ids)) };
}
