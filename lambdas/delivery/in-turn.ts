// Orders connections for delivery: the first connections of all users come before further connections of any user.

import type { User } from "../chat/model.ts";

export interface Target {
  readonly userId: string;
  readonly connectionId: string;
}

/** The users' connections alive at `now`, without `except`: one per user, then each user's second, and so on. */
export function inTurn(users: readonly User[], now: number, except: string): Target[] {
  const live = users.map(({ id, connections }) =>
    connections
      .filter((connection) => connection.until > now && connection.id !== except)
      .map((connection): Target => ({ userId: id, connectionId: connection.id })),
  );
  const rounds = Math.max(0, ...live.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) =>
    live.flatMap((targets) => targets[round] ?? []),
  ).flat();
}
