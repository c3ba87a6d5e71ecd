// The item of a pin. A removed pin stays for a day as a marker, which keeps a late writer of an older entry from
// restoring it; then it expires.

import type { Pin } from "../../chat/model.ts";
import { revOf } from "../keys.ts";
import type { Item } from "../table.ts";

interface PinItem {
  sk: string;
  pinned: boolean;
  pinned_rev: number;
  pinned_by: string;
  pinned_at: number;
}

export function readPin(item: Item): Pin {
  const { sk, pinned, pinned_rev, pinned_by, pinned_at } = item as unknown as PinItem;
  return { messageRev: revOf(sk), pinned, rev: pinned_rev, by: pinned_by, at: pinned_at };
}
