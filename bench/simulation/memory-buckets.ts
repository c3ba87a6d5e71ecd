// The in-memory store's token buckets.

import type { Charge } from "../../lambdas/chat/tokens.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import { at, type Call, type MemoryItems } from "./memory-items.ts";

export const memoryBuckets = (items: MemoryItems, call: Call): Store["buckets"] => ({
  take: (id, bucket, { cost, capacity, now }, firstName) =>
    call("buckets.take", () => {
      const key = at(id, bucket);
      const fullAt = Math.max(now, items.fullAt.get(key) ?? now);
      if (fullAt + cost - now > capacity) return fullAt;
      items.fullAt.set(key, fullAt + cost);
      const { firstName: before, ...user } = items.userItems.get(id) ?? { id, connections: [] };
      const name = firstName ?? before;
      items.userItems.set(id, { ...user, ...(name && { firstName: name }) });
      return undefined;
    }),
  drain: (id, bucket, { cost }) =>
    call("buckets.drain", () => {
      const key = at(id, bucket);
      const fullAt = items.fullAt.get(key);
      if (fullAt !== undefined) items.fullAt.set(key, fullAt + cost);
    }),
  chargeMember: (roomId, userId, charge) =>
    call("buckets.chargeMember", () => {
      chargeMember(items, roomId, userId, charge);
    }),
});

export function chargeMember(
  items: MemoryItems,
  roomId: string,
  userId: string,
  { cost, now }: Charge,
): void {
  const member = items.membersOf(roomId).get(userId);
  if (!member) return;
  const fullAt = Math.max(now, member.fullAt ?? now) + cost;
  items.membersOf(roomId).set(userId, { ...member, fullAt });
}
