// The item of a user: first name, last seen, and one attribute per live connection.

import type { User } from "../../chat/model.ts";
import { userIdOf } from "../keys.ts";
import type { Item } from "../table.ts";

const CONNECTION = "conn:";

interface UserItem {
  first_name?: string;
  last_seen_at?: number;
}

/** The attribute of a connection. It holds until when the connection can live, so SET adds it and REMOVE takes just it. */
export const connectionAttribute = (connectionId: string): string => CONNECTION + connectionId;

export function readUser(item: Item): User {
  const { first_name: firstName, last_seen_at: lastSeenAt } = item as UserItem;
  const connections = Object.entries(item)
    .filter(([attribute]) => attribute.startsWith(CONNECTION))
    .map(([attribute, until]) => ({
      id: attribute.slice(CONNECTION.length),
      until: Number(until),
    }));
  const id = userIdOf(item.pk);
  return {
    id,
    ...(firstName !== undefined && { firstName }),
    ...(lastSeenAt !== undefined && { lastSeenAt }),
    connections,
  };
}
