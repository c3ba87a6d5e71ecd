// The rooms of a soak and their members: small groups, each user in two of them, and optionally a large room.

export interface Plan {
  readonly users: readonly string[];
  /** The members of each room; the first is its owner. */
  readonly rooms: ReadonlyMap<string, readonly string[]>;
}

const GROUP = 10;

export const LARGE_ROOM = "soak-large";

/** `large` is the number of users in an additional room; 0 for no such room. */
export function planOf(count: number, large: number): Plan {
  const users = Array.from({ length: count }, (_, i) => `soak-user-${i}`);
  const rooms = new Map<string, readonly string[]>();
  const groups = Math.ceil(count / GROUP);
  for (let group = 0; group < groups; group++) {
    rooms.set(`soak-near-${group}`, users.slice(group * GROUP, (group + 1) * GROUP));
    rooms.set(
      `soak-far-${group}`,
      users.filter((_, i) => i % groups === group),
    );
  }
  if (large > 0) rooms.set(LARGE_ROOM, users.slice(0, large));
  return { users, rooms };
}

export const roomsOf = ({ rooms }: Plan, user: string): string[] =>
  [...rooms].filter(([, members]) => members.includes(user)).map(([id]) => id);
