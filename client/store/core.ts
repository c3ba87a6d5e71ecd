// The rooms, each with its state and its view. The only place where state is replaced.

import type { Chat } from "../api.ts";
import type { ChatError } from "../errors.ts";
import { keyOf, pairKey, type Conversation } from "./conversation.ts";
import { makeNames, type Names } from "./names.ts";
import { makeUnsent, type OptimisticMessage, type Unsent, type Unstored } from "./optimistic.ts";
import { makeSubscriptions, reuseEqual, type Subscriptions } from "./readable.ts";
import { firstState, reduceRoom } from "./reduce-room.ts";
import type { RoomState, Summary } from "./state.ts";
import type { RoomAction } from "./types.ts";
import {
  byActivity,
  viewRoom,
  type ConnectionView,
  type MessagesView,
  type RoomView,
} from "./views.ts";

export interface Room {
  readonly id: string;
  state: RoomState;
  view: RoomView;
  messagesView?: MessagesView;
  /** For each load in progress: the events since its request. */
  readonly recordings: Set<RoomAction[]>;
  /** The `rev` of the newest event. */
  newest: number;
  /** Whether its messages, members and pins must be (re)loaded. */
  isStale: boolean;
  /** Whether the room is as it was saved: later events and the number of unread messages are not known yet. */
  isSaved: boolean;
}

/** The persister of rooms, if there is one. */
export interface Saving {
  /** The user whose rooms were restored. Undefined before that, and once another user turns out to be signed in. */
  readonly owner: () => string | undefined;
  /** Called when a room has changed. */
  readonly changed: (room: Room) => void;
  readonly removed: (id: string) => void;
}

export interface Core {
  connection: ConnectionView;
  readonly me: () => string;
  readonly subscriptions: Subscriptions;
  readonly names: Names;
  readonly unsent: Unsent;
  readonly rooms: ReadonlyMap<string, Room>;
  readonly roomAt: (conversation: Conversation) => Room | undefined;
  /** The keys of a conversation: a pair has that of its user and that of its room. */
  readonly keysOf: (conversation: Conversation) => string[];
  /** A message as it shows until it is stored; with `error`, as one that failed. */
  readonly optimistic: (message: Unstored, error?: ChatError) => OptimisticMessage;
  readonly add: (summary: Summary, marks?: RoomState["marks"]) => Room;
  readonly remove: (id: string) => void;
  readonly update: (room: Room, change: Partial<RoomState>) => void;
  readonly reduce: (room: Room, action: RoomAction) => void;
  /** The rooms, the one with the newest message first; the same array until one of them changes. */
  readonly list: () => readonly RoomView[];
  readonly unreadInAll: () => number;
}

/** The keys of subscriptions that belong to no conversation. They equal no conversation's key. */
export const ROOMS = "  rooms";
export const NAMES = "  names";
export const CONNECTION = "  connection";

export function makeCore(chat: Chat, saved: Saving | undefined): Core {
  const subscriptions = makeSubscriptions();
  const { touch } = subscriptions;
  const rooms = new Map<string, Room>();
  const pairs = new Map<string, string>();
  /** The rooms in their last order, which needs few moves to become the next one. */
  const order: Room[] = [];
  let listed: readonly RoomView[] | undefined;
  let unread = 0;
  const names = makeNames(() => {
    touch(NAMES);
  });
  const unsent = makeUnsent((conversation) => {
    const room = roomAt(conversation);
    if (room) show(room);
    else touch(keyOf(conversation));
  });
  // The user is unknown before the first token. No event arrives before that, but restored rooms may show.
  const me = (): string => chat.userId ?? saved?.owner() ?? "";

  function roomAt(conversation: Conversation): Room | undefined {
    const isPair = typeof conversation === "object" && "user_id" in conversation;
    return rooms.get((isPair && pairs.get(conversation.user_id)) || keyOf(conversation));
  }

  function keysOf(conversation: Conversation): string[] {
    const room = roomAt(conversation);
    if (!room) return [keyOf(conversation)];
    const { user_id } = room.view;
    return user_id === undefined ? [room.id] : [pairKey(user_id), room.id];
  }

  const viewOf = ({ state }: Room): RoomView => {
    const { _id } = state.summary.info;
    return viewRoom(state, me(), unsent.list(...keysOf(_id)).slice(-1)[0]);
  };

  /** Updates a room's view, and notifies its subscribers of changes. */
  function show(room: Room): void {
    // An answer may arrive for a room that was removed meanwhile.
    if (rooms.get(room.id) !== room) return;
    const before = room.view;
    room.view = reuseEqual(before, viewOf(room));
    if (room.view !== before) change(room.view.unread_count - before.unread_count);
    keysOf(room.id).forEach(touch);
    saved?.changed(room);
  }

  function change(more: number): void {
    unread += more;
    listed = undefined;
    touch(ROOMS);
  }

  const update: Core["update"] = (room, changes) => {
    room.state = { ...room.state, ...changes };
    show(room);
  };

  return {
    me,
    subscriptions,
    names,
    unsent,
    rooms,
    roomAt,
    keysOf,
    update,
    connection: { state: chat.state },
    optimistic(message, error) {
      const { created_at = new Date().toISOString() } = unsent.get(message._id) ?? {};
      const after = roomAt(message.conversation)?.state.summary.seq ?? 0;
      return {
        ...message,
        message: message.message ?? "",
        sender_id: me(),
        created_at,
        ...(error ? { status: "failed", error, after } : { status: "sending" }),
      };
    },
    add(summary, marks = new Map()) {
      const { _id: id } = summary.info;
      const state = { ...firstState(summary), marks };
      const room: Room = {
        id,
        state,
        recordings: new Set(),
        newest: 0,
        isStale: true,
        isSaved: false,
        view: viewRoom(state, me(), undefined),
      };
      rooms.set(id, room);
      order.push(room);
      const { user_id } = room.view;
      if (user_id !== undefined) pairs.set(user_id, id);
      change(room.view.unread_count);
      show(room);
      return room;
    },
    remove(id) {
      const room = rooms.get(id);
      if (!room) return;
      const keys = keysOf(id);
      keys.forEach(touch);
      unsent.acknowledged(...keys).forEach(unsent.remove);
      rooms.delete(id);
      saved?.removed(id);
      order.splice(order.indexOf(room), 1);
      change(-room.view.unread_count);
    },
    reduce(room, action) {
      for (const recorded of room.recordings) recorded.push(action);
      if ("rev" in action.data) room.newest = action.data.rev;
      room.state = reduceRoom(room.state, action, me());
      show(room);
    },
    list: () =>
      (listed ??= order.sort((a, b) => byActivity(a.view, b.view)).map(({ view }) => view)),
    unreadInAll: () => unread,
  };
}
