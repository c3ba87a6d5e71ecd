// Combines items that were read together into rooms with one user's memberships.

import type { Member, Membership } from "../../chat/model.ts";
import { isRoomKey, roomIdOf } from "../keys.ts";
import type { Item } from "../table.ts";
import { readMember } from "./member.ts";
import { readRoom } from "./room.ts";

/** The ready rooms among these items, by id. */
export function readMemberships(items: readonly Item[]): Map<string, Membership> {
  const members = new Map<unknown, Member | undefined>(
    items.filter((item) => !isRoomKey(item.sk)).map((item) => [item.pk, readMember(item)]),
  );
  const memberships = new Map<string, Membership>();
  for (const item of items.filter(({ sk }) => isRoomKey(sk))) {
    const { room, isReady } = readRoom(item);
    const member = members.get(item.pk);
    if (isReady) memberships.set(roomIdOf(item.pk), { room, ...(member && { member }) });
  }
  return memberships;
}
