// Checks that a removed user gets no more frames of a room: once a removal is acknowledged, no action that begins
// later may reach the user, unless an addition may have brought them back.

import type { Frame } from "./network.ts";

const at = (roomId: string, userId: string) => `${roomId} ${userId}`;

export class LeakWatch {
  readonly leaks: string[] = [];
  readonly #out = new Set<string>();
  /** Additions that are running, and the number of additions so far. */
  readonly #coming = new Map<string, number>();
  readonly #additions = new Map<string, number>();

  /** Call when an addition begins; call the returned function when it has ended. */
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

  /**
   * Call when a removal begins; call the returned function when it is acknowledged. The removal counts only if no
   * addition ran at the same time.
   */
  removing(roomId: string, userId: string): () => void {
    const key = at(roomId, userId);
    const isAlone = !this.#coming.get(key);
    const before = this.#additions.get(key);
    return () => {
      if (isAlone && this.#additions.get(key) === before) this.#out.add(key);
    };
  }

  /** Call when an action begins; call the returned function with every frame that the action posts. */
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
