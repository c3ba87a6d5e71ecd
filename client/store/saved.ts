// Persists the newest conversations: after a reload they show at once, and the client continues from there.

import type { Chat } from "../api.ts";
import type { Persistence } from "../persistence.ts";
import type { Core, Room, Saving } from "./core.ts";
import { newestHistory } from "./history.ts";
import type { HistoryEvent } from "./history-events.ts";
import { listMessages } from "./messages.ts";
import type { Summary } from "./state.ts";
import type { Message } from "./types.ts";
import { readUpTo } from "./views.ts";

/** A stored conversation. */
export interface SavedRoom {
  /** The user it belongs to. */
  readonly user_id: string;
  /** All events up to here are included. */
  readonly rev: number;
  readonly summary: Summary;
  /** Up to which `seq` the user has read. */
  readonly seen_seq: number;
  /** The newest messages, if they were loaded. */
  readonly messages?: readonly Message[];
  /** The events between the messages. */
  readonly events?: readonly HistoryEvent[];
  /** The cursor of the next older page. */
  readonly before?: number;
}

export interface SavedRooms extends Saving {
  /** Makes the client follow the restored rooms, once the user is known. */
  readonly resume: () => void;
  /** Stores pending changes, and stops. */
  readonly stop: () => void;
}

export interface SavedRoomsOptions {
  readonly core: () => Core;
  /** How many messages are stored per conversation. */
  readonly page: number;
  readonly limit: number;
  readonly onRestored: (room: Room) => void;
  readonly onError: (error: unknown) => void;
}

const PREFIX = "rooms/";
/** The maximum of one `sync`. */
const MOST_ROOMS = 50;
/** Changes within this time are stored together. */
const WAIT_MS = 500;

/** The persister of drafts and conversations: see `persistStore`. */
export interface StorePersister {
  readonly persistence: Persistence;
  readonly savedRooms: (chat: Chat, options: SavedRoomsOptions) => SavedRooms;
}

/**
 * Persists drafts and the newest conversations: `createChatStore(chat, { persister: persistStore(persistence) })`. The
 * outbox may use the same persistence.
 */
export const persistStore = (persistence: Persistence): StorePersister => ({
  persistence,
  savedRooms: (chat, options) => makeSavedRooms(chat, persistence, options),
});

function makeSavedRooms(
  chat: Chat,
  persistence: Persistence,
  options: SavedRoomsOptions,
): SavedRooms {
  const { core: of, page, limit, onRestored, onError } = options;
  const stored = new Set<string>();
  const changedRooms = new Set<Room>();
  /** The `rev` to continue from, for restored rooms that are not followed yet. */
  const restored = new Map<string, number>();
  let owner: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  persistence.load(PREFIX).then((entries) => {
    for (const [key, value] of entries) {
      stored.add(key.slice(PREFIX.length));
      restore(value as SavedRoom);
    }
    resume();
  }, onError);

  function restore({ user_id, rev, summary, seen_seq, messages, events, before }: SavedRoom): void {
    const core = of();
    const { _id } = summary.info;
    if (user_id !== (chat.userId ?? owner ?? user_id) || core.rooms.has(_id)) return;
    owner ??= user_id;
    const { recipients } = summary.info;
    core.names.learnFromRooms([{ ...(recipients && { recipients }), last_message: null }]);
    messages?.forEach(core.names.learnFromHistory);
    const room = core.add(summary, new Map([[user_id, seen_seq]]));
    if (messages) {
      const loaded = {
        messages,
        rev,
        ...(events && { events }),
        ...(before !== undefined && { before }),
      };
      core.update(room, { history: newestHistory(loaded, [], limit) });
    }
    room.isSaved = true;
    restored.set(_id, rev);
    onRestored(room);
  }

  function resume(): void {
    const { userId } = chat;
    if (userId === undefined || owner === undefined) return;
    const isOwner = owner === userId;
    if (!isOwner) owner = undefined;
    for (const [id, rev] of restored) {
      if (isOwner) chat.follow(id, rev);
      else of().remove(id);
    }
    restored.clear();
  }

  const write = (task: Promise<void>): void => {
    task.catch(onError);
  };

  function forget(id: string): void {
    if (stored.delete(id)) write(persistence.remove(PREFIX + id));
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const core = of();
    const newest = new Set(
      core
        .list()
        .slice(0, MOST_ROOMS)
        .map(({ room_id }) => room_id),
    );
    for (const room of changedRooms) {
      const value = newest.has(room.id) ? saved(room, core.me(), page) : undefined;
      if (!value) continue;
      stored.add(room.id);
      write(persistence.save(PREFIX + room.id, value));
    }
    changedRooms.clear();
    for (const id of stored) if (!newest.has(id)) forget(id);
  }

  return {
    resume,
    owner: () => owner,
    changed(room) {
      if (chat.userId === undefined) return;
      changedRooms.add(room);
      timer ??= setTimeout(flush, WAIT_MS);
    },
    removed: forget,
    stop() {
      if (timer !== undefined) flush();
    },
  };
}

/** Undefined if the room is incomplete: the stored version stays, and the next `sync` continues from there. */
function saved({ state, newest, isStale }: Room, user_id: string, page: number) {
  const { summary, history, status } = state;
  // The read mark or the messages are incomplete.
  if (summary.baseline !== undefined || (history && (isStale || status !== "loaded")))
    return undefined;
  const seen_seq = readUpTo({ ...state, read_up_to: 0 }, user_id);
  if (!history) return { user_id, rev: summary.rev, summary, seen_seq };
  const all = listMessages(history.messages);
  const messages = all.slice(-page);
  const before = messages.length < all.length ? messages[0]?.rev : history.before;
  return {
    user_id,
    rev: Math.max(newest, history.rev),
    summary,
    seen_seq,
    messages,
    events: history.events.filter(({ data }) => data.rev > (messages[0]?.rev ?? 0)),
    ...(before !== undefined && { before }),
  } satisfies SavedRoom;
}
