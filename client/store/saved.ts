// The newest conversations as they were shown last, kept where the application says: after a reload they show at once,
// and the client goes on from there.

import type { Chat } from "../api.ts";
import type { Persistence } from "../persistence.ts";
import type { Core, Room, Saving } from "./core.ts";
import { newestHistory } from "./history.ts";
import type { HistoryEvent } from "./history-events.ts";
import { listMessages } from "./messages.ts";
import type { Summary } from "./state.ts";
import type { Message } from "./types.ts";
import { readUpTo } from "./views.ts";

/** A conversation as it is stored. */
export interface SavedRoom {
  /** Whose it is. */
  readonly user_id: string;
  /** Everything up to here is part of it. */
  readonly rev: number;
  readonly summary: Summary;
  /** Up to which `seq` the user has read. */
  readonly seen_seq: number;
  /** The newest messages, if they were loaded. */
  readonly messages?: readonly Message[];
  /** What happened between them. */
  readonly events?: readonly HistoryEvent[];
  /** The cursor of older ones. */
  readonly before?: number;
}

export interface SavedRooms extends Saving {
  /** Has the client go on from what was restored, once it knows whose chat this is. */
  readonly resume: () => void;
  /** Stores what is not stored yet, and ends. */
  readonly stop: () => void;
}

export interface SavedRoomsOptions {
  readonly core: () => Core;
  /** How many messages are stored of a conversation. */
  readonly page: number;
  readonly limit: number;
  readonly onRestored: (room: Room) => void;
  readonly onError: (error: unknown) => void;
}

const PREFIX = "rooms/";
/** One `sync` takes so many. */
const MOST_ROOMS = 50;
/** What changes within this time is stored once. */
const WAIT_MS = 500;

/** What a store keeps its drafts and its conversations by: see `persistStore`. */
export interface StorePersister {
  readonly persistence: Persistence;
  readonly savedRooms: (chat: Chat, options: SavedRoomsOptions) => SavedRooms;
}

/**
 * Keeps drafts and the newest conversations: `createChatStore(chat, { persister: persistStore(persistence) })`. It may be
 * the persistence of the outbox too.
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
  const changed = new Set<Room>();
  /** What was restored and is not followed yet: the `rev` to go on from. */
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
    for (const room of changed) {
      const value = newest.has(room.id) ? saved(room, core.me(), page) : undefined;
      if (!value) continue;
      stored.add(room.id);
      write(persistence.save(PREFIX + room.id, value));
    }
    changed.clear();
    for (const id of stored) if (!newest.has(id)) forget(id);
  }

  return {
    resume,
    owner: () => owner,
    note(room) {
      if (chat.userId === undefined) return;
      changed.add(room);
      timer ??= setTimeout(flush, WAIT_MS);
    },
    removed: forget,
    stop() {
      if (timer !== undefined) flush();
    },
  };
}

/** Undefined where what is stored already is worth more: the next `sync` goes on from there. */
function saved({ state, heard, isStale }: Room, user_id: string, page: number) {
  const { summary, history, status } = state;
  // What is read of it, or what was told meanwhile, is not known.
  if (summary.baseline !== undefined || (history && (isStale || status !== "loaded")))
    return undefined;
  const seen_seq = readUpTo({ ...state, read_up_to: 0 }, user_id);
  if (!history) return { user_id, rev: summary.rev, summary, seen_seq };
  const all = listMessages(history.messages);
  const messages = all.slice(-page);
  const before = messages.length < all.length ? messages[0]?.rev : history.before;
  return {
    user_id,
    rev: Math.max(heard, history.rev),
    summary,
    seen_seq,
    messages,
    events: history.events.filter(({ data }) => data.rev > (messages[0]?.rev ?? 0)),
    ...(before !== undefined && { before }),
  } satisfies SavedRoom;
}
