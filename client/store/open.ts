// Tracks which conversations are open, and limits how much is kept of the closed ones.

import { keyOf, type Conversation } from "./conversation.ts";
import type { Core, Room } from "./core.ts";
import { keep } from "./history.ts";
import type { Loading } from "./loading.ts";
import { readUpTo } from "./views.ts";

export interface Open {
  /** Returns a function that closes it. */
  readonly open: (conversation: Conversation) => () => void;
  /** Loads a room if it is open and new or stale. Returns whether it is open. */
  readonly load: (room: Room) => boolean;
  /** Retries the loads that failed. */
  readonly resume: () => void;
  /** Notifies views of conversations that may not have a room yet. */
  readonly touch: () => void;
}

export interface KeptLimits {
  /** Messages per room. */
  readonly messages: number;
  /** Closed conversations. */
  readonly conversations: number;
}

export function makeOpen(core: Core, loading: Loading, kept: KeptLimits): Open {
  /** How often each conversation is open, and its room once its first unread message, if any, is known. */
  const views = new Map<string, { conversation: Conversation; count: number; markedRoom?: Room }>();
  /** The closed rooms that have messages, the one that was closed last at the end. */
  const closed = new Set<Room>();

  function load(room: Room): boolean {
    const view = core
      .keysOf(room.id)
      .map((key) => views.get(key))
      .find(Boolean);
    if (!view) return false;
    closed.delete(room);
    // The unread messages of a room that was never listed are unknown.
    if (view.markedRoom !== room && room.state.summary.baseline !== Infinity) {
      const isUnread = room.view.unread_count > 0;
      if (isUnread || !room.isSaved) view.markedRoom = room;
      const read = readUpTo(room.state, core.me());
      if (isUnread) core.update(room, { first_unread_seq: read + 1 });
    }
    void loading.load(room);
    return true;
  }

  function leave(room: Room): void {
    const { history } = room.state;
    core.update(room, {
      first_unread_seq: undefined,
      history: history && keep(history, history.messages, kept.messages),
    });
    if (core.rooms.get(room.id) === room) closed.add(room);
    for (const oldest of closed) {
      if (closed.size <= kept.conversations) break;
      closed.delete(oldest);
      oldest.isStale = true;
      const nothing = { history: undefined, members: undefined, pins: undefined };
      core.update(oldest, { ...nothing, status: "idle" });
    }
  }

  return {
    load,
    open(conversation) {
      const key = keyOf(conversation);
      const view = views.get(key) ?? { conversation, count: 0 };
      view.count++;
      views.set(key, view);
      const room = core.roomAt(conversation);
      if (room) load(room);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        if (--view.count > 0) return;
        views.delete(key);
        const left = core.roomAt(conversation);
        if (left && !core.keysOf(left.id).some((other) => views.has(other))) leave(left);
      };
    },
    resume() {
      for (const { conversation } of views.values()) {
        const room = core.roomAt(conversation);
        if (room) load(room);
      }
    },
    touch() {
      for (const key of views.keys()) core.subscriptions.touch(key);
    },
  };
}
