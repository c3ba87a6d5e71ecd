// The item of a user: first name, last seen, whether they are banned, and one attribute per live connection.

import type { User } from "../../chat/model.ts";
import { userIdOf } from "../keys.ts";
import type { Item } from "../table.ts";
import { readConnections } from "./connection.ts";

interface UserItem {
  first_name?: string;
  last_seen_at?: number;
  banned_at?: number;
}

export const isBanned = (item: Item): boolean => (item as UserItem).banned_at !== undefined;

export function readUser(item: Item): User {
  const { first_name: firstName, last_seen_at: lastSeenAt } = item as UserItem;
  return {
    id: userIdOf(item.pk),
    ...(firstName !== undefined && { firstName }),
    ...(lastSeenAt !== undefined && { lastSeenAt }),
    connections: readConnections(item),
  };
}
