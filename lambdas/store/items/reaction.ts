// The item of a user's emoji on a message. A removed one stays for a day as a marker, which keeps a late writer from
// restoring it and lets a repeated removal find it; then it expires.

import type { Reaction } from "../../chat/model.ts";
import { reactorOf } from "../keys.ts";
import type { Item } from "../table.ts";

interface ReactionItem {
  sk: string;
  on: boolean;
  reacted_rev: number;
  reacted_at: number;
}

export function readReaction(item: Item): Reaction {
  const { sk, on, reacted_rev, reacted_at } = item as unknown as ReactionItem;
  return { on, rev: reacted_rev, at: reacted_at, by: reactorOf(sk) };
}
