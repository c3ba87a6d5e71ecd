// The receivers of an event: the use cases determine them from members, and the delivery finds their connections.

import type { QueuedEvent } from "./fan-out-queue.ts";
import type { User } from "./model.ts";
import type { Store } from "./ports.ts";

/** Users, to each of whose connections the action itself posts. */
export interface Users {
  readonly kind: "users";
  /** All receivers, including users who have never connected. `read` does not return those. */
  readonly ids: readonly string[];
  /** Reads the users with their connections, once for all calls. */
  readonly read: () => Promise<readonly User[]>;
}

/** The joined connections of a large room: the fan-out finds them and delivers to them. */
export interface Joined {
  readonly kind: "joined";
  readonly queued: QueuedEvent;
}

export type Receivers = Users | Joined;

/** The users with these ids as receivers, read on the first call. The caller may be one, for other connections. */
export function usersOf({ users }: Pick<Store, "users">, ids: readonly string[]): Users {
  let reading: Promise<readonly User[]> | undefined;
  return { kind: "users", ids, read: () => (reading ??= users(ids)) };
}

/** The longest duration of a write for which a read that began with it counts as made after it. */
const BESIDE_MS = 100;

/**
 * Begins to read users concurrently with the write of their event, which saves a round trip. Every connection that
 * existed before the event must get it. So call the returned function after the write: it reads the users again if the
 * write was slow, or if the receivers have changed. No client connects and catches up within `BESIDE_MS`.
 */
export function usersBeside(
  request: Pick<Store, "users"> & { now(): number },
  ids: readonly string[],
): (receiverIds: readonly string[]) => Users {
  const users = usersOf(request, ids);
  const since = request.now();
  void users.read();
  return (receiverIds) => {
    const isSame =
      receiverIds.length === ids.length && receiverIds.every((id, index) => id === ids[index]);
    return isSame && request.now() - since <= BESIDE_MS ? users : usersOf(request, receiverIds);
  };
}
