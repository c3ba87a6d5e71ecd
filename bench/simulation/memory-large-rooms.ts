// The in-memory store's large rooms: joined connections, online users, and the fan-out's cursors.

import type { Store } from "../../lambdas/chat/ports.ts";
import type { Call, MemoryItems } from "./memory-items.ts";

export const memoryLargeRooms = (items: MemoryItems, call: Call): Store["largeRooms"] => ({
  join: (roomId, userId, { add, drop }) =>
    call("largeRooms.join", () => {
      const member = items.membersOf(roomId).get(userId);
      if (!member) return false;
      const gone = new Set([...drop, ...add.map(({ id }) => id)]);
      const kept = (member.connections ?? []).filter(({ id }) => !gone.has(id));
      const { connections: _before, ...rest } = member;
      const connections = [...kept, ...add];
      items.membersOf(roomId).set(userId, {
        ...rest,
        ...(connections.length > 0 && { connections }),
      });
      return true;
    }),
  online: (userIds) =>
    call("largeRooms.online", () => {
      const found = userIds.flatMap((id) => {
        const connections = items.userItems.get(id)?.connections ?? [];
        return connections.length > 0 ? [[id, connections] as const] : [];
      });
      return new Map(found);
    }),
  cursor: (roomId) => call("largeRooms.cursor", () => items.fanOutCursors.get(roomId)),
  moveCursor: (roomId, cursor) =>
    call("largeRooms.moveCursor", () => {
      const existing = items.fanOutCursors.get(roomId);
      if (!existing || existing.rev < cursor.rev) items.fanOutCursors.set(roomId, cursor);
    }),
  isPushedBack: (error) => error instanceof Error && error.name === "InternalServerError",
});
