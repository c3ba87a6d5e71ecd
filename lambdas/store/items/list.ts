// The items of an order of rooms, stored for a user who pages through it: a thousand ids per item.

import type { KeptList, ListPosition } from "../../chat/ports.ts";
import { listKey, type Key } from "../keys.ts";
import { EXPIRY } from "../schema.ts";
import type { Item } from "../table.ts";
import { VERSION } from "./version.ts";

/** With the longest ids that is 130 KB, far below an item's limit, and reading a page costs a few units. */
const IDS_PER_ITEM = 1_000;

export function newListItems(userId: string, { id, roomIds, until }: KeptList): Item[] {
  return Array.from({ length: Math.ceil(roomIds.length / IDS_PER_ITEM) }, (_, part) => ({
    ...listKey(userId, id, part),
    v: VERSION,
    rooms: roomIds.slice(part * IDS_PER_ITEM, (part + 1) * IDS_PER_ITEM),
    [EXPIRY]: Math.ceil(until / 1_000),
  }));
}

/** The keys of the one or two items that hold a range of the order. */
export function listKeys(userId: string, { id, at }: ListPosition, count: number): Key[] {
  const parts = new Set(
    [at, at + count - 1].map((position) => Math.floor(position / IDS_PER_ITEM)),
  );
  return [...parts].map((part) => listKey(userId, id, part));
}

/** The range's ids from its items, which may be in any order; undefined if the first item has been deleted. */
export function readList(
  items: readonly Item[],
  userId: string,
  { id, at }: ListPosition,
  count: number,
): string[] | undefined {
  const [first, second] = listKeys(userId, { id, at }, count).map((key) =>
    items.find(({ sk }) => sk === key.sk),
  );
  if (!first) return undefined;
  const from = at % IDS_PER_ITEM;
  const ids = [first, second ?? []].flatMap((item) => (item as { rooms?: string[] }).rooms ?? []);
  return ids.slice(from, from + count);
}
