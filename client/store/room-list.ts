// The list of rooms: loaded page by page, and merged with the events that arrive meanwhile.

import type { Chat } from "../api.ts";
import type { ChatError } from "../errors.ts";
import { ROOMS, type Core, type Room } from "./core.ts";
import { moveMark } from "./members.ts";
import type { LoadStatus, RoomState } from "./state.ts";
import type { ListedRoom, RoomAction } from "./types.ts";
import {
  listed,
  mergeListed,
  reduceSummary,
  unlistedSummary,
  type UnlistedRoom,
} from "./summary.ts";

export interface RoomList {
  readonly status: LoadStatus;
  readonly error: ChatError | undefined;
  /** (Re)loads the list. */
  readonly load: () => Promise<void>;
  /** Merges rooms of a list. */
  readonly merge: (rooms: readonly ListedRoom[]) => void;
  /** Adds a room that an event describes, if it is unknown. `rev`: of that event. */
  readonly addUnlisted: (data: UnlistedRoom, rev: number) => void;
  /** Records an event: the list that is being loaded may add its room. */
  readonly record: (action: RoomAction) => void;
  /** Checks whether the user is still a member of a room: it is removed unless the list has it. */
  readonly verify: (id: string) => void;
  /** A saved room was restored: it is removed unless the list has it. */
  readonly restored: (id: string) => void;
  /** The user was removed from a room. `rev`: of that event, if there was one. */
  readonly remove: (id: string, rev: number | undefined) => void;
}

export interface RoomListOptions {
  readonly first_name: string | undefined;
  /** A room was listed or has appeared. */
  readonly onListed: (room: Room) => void;
  readonly onStatus: () => void;
}

export function makeRoomList(
  core: Core,
  chat: Chat,
  { first_name, onListed, onStatus }: RoomListOptions,
): RoomList {
  let status: LoadStatus = "idle";
  let error: ChatError | undefined;
  let running: Promise<void> | undefined;
  let isRequested = false;
  /** The events since the list was requested. */
  let recorded: RoomAction[] = [];
  const unverified = new Set<string>();
  const restored = new Set<string>();
  /** The rooms from which the user was removed, with the `rev` of the removal: a list that lags may still have them. */
  const removedAt = new Map<string, number>();

  function set(next: LoadStatus, reason?: ChatError): void {
    status = next;
    error = reason;
    core.subscriptions.touch(ROOMS);
    onStatus();
  }

  const recordedOf = (id: string): RoomAction[] =>
    recorded.filter(({ data }) => data.room_id === id);

  function add(data: ListedRoom, marks: RoomState["marks"]): Room {
    const room = core.add(listed(data), marks);
    for (const action of recordedOf(room.id)) core.reduce(room, action);
    return room;
  }

  /** @param missed rooms with missed events: for these, the list wins over the known state */
  function merge(rooms: readonly ListedRoom[], missed?: ReadonlySet<string>): void {
    core.names.learnFromRooms(rooms);
    for (const data of rooms) {
      const { _id, rev, seen_seq } = data;
      if (rev <= (removedAt.get(_id) ?? -1)) continue;
      const room = core.rooms.get(_id);
      const marks = moveMark(room?.state.marks ?? new Map(), core.me(), seen_seq);
      if (room) {
        const summary = missed?.has(_id)
          ? recordedOf(_id).reduce(reduceSummary, listed(data))
          : mergeListed(room.state.summary, data);
        core.update(room, { summary, marks });
        room.isSaved = false;
      }
      onListed(room ?? add(data, marks));
    }
  }

  async function read(): Promise<void> {
    const missed = new Set(unverified);
    const unlisted = new Set(unverified);
    unverified.clear();
    let cursor: string | undefined;
    try {
      do {
        const page = await chat.connectRooms({
          ...(first_name !== undefined && { first_name }),
          ...(cursor !== undefined && { cursor }),
        });
        merge(page.rooms, missed);
        // The user has no access to rooms that are not in the list.
        if (cursor === undefined) for (const id of restored) unlisted.add(id);
        for (const { _id } of page.rooms) {
          unlisted.delete(_id);
          restored.delete(_id);
        }
        cursor = page.next_cursor;
      } while (cursor !== undefined);
    } catch (reason) {
      for (const id of missed) unverified.add(id);
      throw reason;
    }
    for (const id of unlisted) {
      restored.delete(id);
      core.remove(id);
    }
  }

  async function run(): Promise<void> {
    if (status !== "loaded") set("loading");
    try {
      while (isRequested || restored.size > 0) {
        isRequested = false;
        await read();
      }
      set("loaded");
    } catch (reason) {
      const closed = (reason as ChatError).code === "CLOSED";
      if (closed) set("idle");
      else set("failed", reason as ChatError);
    }
  }

  function load(): Promise<void> {
    isRequested = true;
    return (running ??= run().finally(() => {
      running = undefined;
      recorded = [];
    }));
  }

  return {
    load,
    merge: (rooms) => {
      merge(rooms);
    },
    get status() {
      return status;
    },
    get error() {
      return error;
    },
    addUnlisted(data, rev) {
      removedAt.delete(data._id);
      if (!core.rooms.has(data._id)) onListed(core.add(unlistedSummary(data, rev)));
    },
    record(action) {
      // Typing in an unknown room is not worth loading the list.
      const isUnknown = action.type === "message" && !core.rooms.has(action.data.room_id);
      if (!running && !isUnknown) return;
      recorded.push(action);
      if (!running) void load();
    },
    verify(id) {
      unverified.add(id);
      void load();
    },
    restored(id) {
      restored.add(id);
      if (status === "loaded") void load();
    },
    remove(id, rev) {
      if (rev !== undefined) removedAt.set(id, rev);
      core.remove(id);
    },
  };
}
