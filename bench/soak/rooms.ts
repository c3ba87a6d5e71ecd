// Who is in which room: groups of a few, each user in two of them, and a large one if it is asked for.

export interface Plan {
  readonly users: readonly string[];
  /** By room, the first of them its owner. */
  readonly rooms: ReadonlyMap<string, readonly string[]>;
}

const GROUP = 10;

export const LARGE_ROOM = "soak-large";

/** `large`: how many of the users are in one room besides; 0 for no such room. */
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
