// The receivers of an event: connects rooms, which know members, with delivery, which knows connections.

import type { HandOver } from "./fan-out-queue.ts";
import type { User } from "./model.ts";
import type { Store } from "./ports.ts";

/** Users, to each of whose connections the action itself posts. */
export interface Users {
  readonly kind: "users";
  /** All receivers, including users who have never connected; for those there is nothing to read. */
  readonly ids: readonly string[];
  /** The users with their connections. They are read once, however often it is called. */
  readonly read: () => Promise<readonly User[]>;
}

/** The joined connections of a large room: the fan-out finds them and delivers to them. */
export interface Joined {
  readonly kind: "joined";
  readonly handOver: HandOver;
}

export type Receivers = Users | Joined;

/** The users with these ids, the caller among them for their other connections; read when they are first asked for. */
export function usersOf({ users }: Pick<Store, "users">, ids: readonly string[]): Users {
  let reading: Promise<readonly User[]> | undefined;
  return { kind: "users", ids, read: () => (reading ??= users(ids)) };
}

/** How long a write may take for a read that began beside it to count as one that was made after it. */
const BESIDE_MS = 100;

/**
 * Begins to read users beside the write that they are to be told of, which saves a round trip. A connection that was there
 * before the event must get it: what this returns gives the users after the write, read anew if the write was not quick,
 * or if others are to be told by now. Nobody connects and catches up within `BESIDE_MS`.
 */
export function usersBeside(
  request: Pick<Store, "users"> & { now(): number },
  ids: readonly string[],
): (told: readonly string[]) => Users {
  const users = usersOf(request, ids);
  const since = request.now();
  void users.read();
  return (told) => {
    const isSame = told.length === ids.length && told.every((id, index) => id === ids[index]);
    return isSame && request.now() - since <= BESIDE_MS ? users : usersOf(request, told);
  };
}
