// Watches that nobody hears of a room after they were removed: once a removal is acknowledged, no action that begins
// later may reach them, unless an addition may have brought them back.

import type { Frame } from "./network.ts";

const at = (roomId: string, userId: string) => `${roomId} ${userId}`;

export class LeakWatch {
  readonly leaks: string[] = [];
  readonly #out = new Set<string>();
  /** Additions that are under way, and how many there ever were. */
  readonly #coming = new Map<string, number>();
  readonly #additions = new Map<string, number>();

  /** An addition begins; call what it returns when that has ended. */
  adding(roomId: string, userIds: readonly string[]): () => void {
    const keys = userIds.map((userId) => at(roomId, userId));
    const count = (counts: Map<string, number>, by: number) => {
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + by);
    };
    count(this.#coming, 1);
    count(this.#additions, 1);
    for (const key of keys) this.#out.delete(key);
    return () => {
      count(this.#coming, -1);
    };
  }

  /** A removal begins; call what it returns when that is acknowledged. It counts if no addition was beside it. */
  removing(roomId: string, userId: string): () => void {
    const key = at(roomId, userId);
    const isAlone = !this.#coming.get(key);
    const before = this.#additions.get(key);
    return () => {
      if (isAlone && this.#additions.get(key) === before) this.#out.add(key);
    };
  }

  /** An action begins: a function to be told of every frame that it posts. */
  posts(): (userId: string, frame: Frame) => void {
    const outBefore = new Set(this.#out);
    return (userId, { event, data }) => {
      const roomId = "room_id" in data ? data.room_id : data._id;
      const key = at(roomId, userId);
      const isFarewell = event === "member_removed" && "user_id" in data && data.user_id === userId;
      if (outBefore.has(key) && this.#out.has(key) && !isFarewell) {
        this.leaks.push(`${event} of ${roomId} to ${userId}`);
      }
    };
  }
}
