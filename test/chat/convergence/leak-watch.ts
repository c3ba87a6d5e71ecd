// Checks that a removed user gets no more frames of a room: no action that begins after the reply to the removal may
// post to the user, unless the user may have been added again.

import type { Frame } from "./network.ts";

const at = (roomId: string, userId: string) => `${roomId} ${userId}`;

export class LeakWatch {
  readonly leaks: string[] = [];
  readonly #out = new Set<string>();
  /** The number of running additions, and of all additions so far, by room and user. */
  readonly #coming = new Map<string, number>();
  readonly #additions = new Map<string, number>();

  /** Called when an addition begins. The returned function is called when it has ended. */
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
   * Called when a removal begins. The returned function is called when it is acknowledged. The removal counts only if
   * no addition ran at the same time.
   */
  removing(roomId: string, userId: string): () => void {
    const key = at(roomId, userId);
    const isAlone = !this.#coming.get(key);
    const before = this.#additions.get(key);
    return () => {
      if (isAlone && this.#additions.get(key) === before) this.#out.add(key);
    };
  }

  /** Called when an action begins. The returned function is called with every frame that the action posts. */
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
