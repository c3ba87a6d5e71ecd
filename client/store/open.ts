// Which conversations are in view, and how much is kept of those that are not.

import { keyOf, type Conversation } from "./conversation.ts";
import type { Core, Room } from "./core.ts";
import { keep } from "./history.ts";
import type { Loading } from "./loading.ts";
import { readUpTo } from "./views.ts";

export interface Open {
  /** Returns what closes it. */
  readonly open: (conversation: Conversation) => () => void;
  /** Sees to a room if it is in view: it is here now, or some of it is out of date. Returns whether it is. */
  readonly attend: (room: Room) => boolean;
  /** Loads what could not be loaded. */
  readonly resume: () => void;
  /** Tells those who look at a conversation that may not be a room yet. */
  readonly touch: () => void;
}

export interface Kept {
  /** Messages of a room. */
  readonly messages: number;
  /** Conversations that are not open. */
  readonly conversations: number;
}

export function makeOpen(core: Core, loading: Loading, kept: Kept): Open {
  /** How often each is open, and the room once its beginning was noted. */
  const views = new Map<string, { conversation: Conversation; count: number; noted?: Room }>();
  /** The rooms with messages that are not open, the one that was closed last at the end. */
  const closed = new Set<Room>();

  function attend(room: Room): boolean {
    const view = core
      .keysOf(room.id)
      .map((key) => views.get(key))
      .find(Boolean);
    if (!view) return false;
    closed.delete(room);
    // Of a room that no list has shown, nothing is known yet.
    if (view.noted !== room && room.state.summary.baseline !== Infinity) {
      const isUnread = room.view.unread_count > 0;
      if (isUnread || !room.isSaved) view.noted = room;
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
    attend,
    open(conversation) {
      const key = keyOf(conversation);
      const view = views.get(key) ?? { conversation, count: 0 };
      view.count++;
      views.set(key, view);
      const room = core.roomAt(conversation);
      if (room) attend(room);
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
        if (room) attend(room);
      }
    },
    touch() {
      for (const key of views.keys()) core.subscriptions.touch(key);
    },
  };
}
