// The item of an emoji of a user's on a message. One that is taken off stays for a day, marked so, to tell a late author
// that theirs is over, and a repeat that it is done; then the table drops it by its expiry.

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
