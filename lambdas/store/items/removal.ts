// The item of a former member's last removal from a room. It does not expire, so that any later request of a client
// finds it.

import type { Removal } from "../../chat/model.ts";
import type { Item } from "../table.ts";

interface RemovalItem {
  left_rev: number;
  left_at: number;
  removed_by: string;
  member_count: number;
  owner?: string;
}

export function readRemoval(item: Item): Removal {
  const { left_rev, left_at, removed_by, member_count, owner } = item as unknown as RemovalItem;
  const removal = { rev: left_rev, at: left_at, by: removed_by, memberCount: member_count };
  return { ...removal, ...(owner !== undefined && { owner }) };
}
