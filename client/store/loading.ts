// Loads messages, members and pins of conversations. Events that arrive during a request are newer than its answer.

import type { Chat } from "../api.ts";
import type { ChatError } from "../errors.ts";
import type { Core, Room } from "./core.ts";
import { newestHistory, withOlder, type Loaded } from "./history.ts";
import { MEMBERS_WITH_MARKS, moveMark, reduceMembers } from "./members.ts";
import { reducePins } from "./pins.ts";
import { finder } from "./reduce-room.ts";
import type { Member, Message, Pin, RoomAction } from "./types.ts";

export interface Limits {
  /** How many messages one request asks for. Default: 40. */
  readonly page: number;
  /** How many messages are kept of a room, besides older pages that were loaded. Default: 500. */
  readonly messages: number;
}

export interface Loading {
  /** Loads all parts of a conversation that are missing and not being loaded. */
  readonly load: (room: Room) => Promise<void>;
  /**
   * Resolves to whether something was loaded.
   *
   * @param count how many messages, if more than a page
   */
  readonly loadOlder: (room: Room, count?: number) => Promise<boolean>;
  readonly loadMembers: (room: Room) => Promise<void>;
  readonly loadPins: (room: Room) => Promise<void>;
  /** Reloads a part. A failure shows in the room's state. */
  readonly refresh: (room: Room, part: "members" | "pins") => void;
}

/** The maximum of one request. */
const LARGEST_PAGE = 100;

/** @param remove is called for a room that the user is not a member of */
export function makeLoading(
  core: Core,
  chat: Chat,
  limits: Limits,
  remove: (room: Room) => void,
): Loading {
  const loading = new Set<Room>();
  const older = new Map<Room, Promise<boolean>>();

  /** Applies an answer synchronously, together with the events since its request. */
  async function read<T>(
    room: Room,
    request: () => Promise<T>,
    apply: (answer: T, recorded: readonly RoomAction[]) => void,
  ): Promise<void> {
    const recorded: RoomAction[] = [];
    room.recordings.add(recorded);
    try {
      const answer = await request();
      if (core.rooms.get(room.id) === room) apply(answer, recorded);
    } finally {
      room.recordings.delete(recorded);
    }
  }

  /** Reads further pages while they contain no message, up to the beginning of the history. */
  async function readMessages(
    room_id: string,
    before_rev?: number,
    count = limits.page,
  ): Promise<Loaded> {
    const readPage = (from: number | undefined, limit: number) =>
      chat.getMessages({
        room_id,
        limit,
        events: true,
        ...(from !== undefined && { before_rev: from }),
      });
    const first = await readPage(before_rev, count);
    let page = first;
    let { events = [] } = first;
    while (page.messages.length === 0 && page.next_before_rev !== undefined) {
      page = await readPage(page.next_before_rev, LARGEST_PAGE);
      events = [...(page.events ?? []), ...events];
    }
    page.messages.forEach(core.names.learnFromHistory);
    return { messages: page.messages, events, before: page.next_before_rev, rev: first.rev };
  }

  /** Removes the optimistic messages whose stored message has arrived. */
  function removeArrived(messages: readonly Message[], recorded: readonly RoomAction[]): void {
    const events = recorded.flatMap((action) => (action.type === "message" ? [action.data] : []));
    for (const { _id, sender_id } of [...messages, ...events]) {
      if (sender_id === core.me()) core.unsent.remove(_id);
    }
  }

  function loadNewest(room: Room): Promise<void> {
    const stored = core.unsent.acknowledged(...core.keysOf(room.id));
    return read(
      room,
      () => readMessages(room.id),
      (loaded, recorded) => {
        // Stored messages that are not in the page are further back: their events were missed.
        stored.forEach(core.unsent.remove);
        removeArrived(loaded.messages, recorded);
        core.update(room, {
          history: newestHistory(loaded, recorded, limits.messages),
          status: "loaded",
        });
      },
    );
  }

  async function loadMembers(room: Room): Promise<void> {
    const { id: room_id } = room;
    await read(
      room,
      () =>
        loadAllPages(async (cursor) => {
          const { members, ...page } = await chat.getMembers({ room_id, ...cursor });
          return [members, page.next_cursor];
        }),
      (listed, recorded) => {
        let { marks } = room.state;
        let members: ReadonlyMap<string, Member> = new Map(
          listed.map(({ first_name, seen_seq, ...member }) => {
            core.names.learn(member.user_id, first_name);
            marks = moveMark(marks, member.user_id, seen_seq);
            return [member.user_id, member];
          }),
        );
        members = recorded.reduce(reduceMembers, members);
        core.update(room, { members, marks });
      },
    );
  }

  const loadPins = (room: Room): Promise<void> =>
    read(
      room,
      () =>
        loadAllPages<Pin>(async (cursor) => {
          const { pins, next_cursor } = await chat.getPins({ room_id: room.id, ...cursor });
          return [pins, next_cursor];
        }),
      (pins, recorded) => {
        const find = finder(room.state);
        core.update(room, {
          pins: recorded.reduce<readonly Pin[]>(
            (all, action) => reducePins(all, action, find),
            pins,
          ),
        });
      },
    );

  async function load(room: Room): Promise<void> {
    if (loading.has(room) || !room.isStale) return;
    loading.add(room);
    core.update(room, { status: "loading", error: undefined });
    try {
      while (room.isStale) {
        room.isStale = false;
        await loadNewest(room);
        const isSmall = room.state.summary.info.member_count <= MEMBERS_WITH_MARKS;
        await Promise.all([isSmall && loadMembers(room), loadPins(room)]);
      }
    } catch (reason) {
      room.isStale = true;
      fail(room, reason as ChatError);
    } finally {
      loading.delete(room);
    }
  }

  function fail(room: Room, error: ChatError): void {
    if (error.code === "FORBIDDEN") remove(room);
    // The application closed the chat itself.
    else if (error.code === "CLOSED") core.update(room, { status: "idle" });
    else core.update(room, { status: "failed", error });
  }

  /** Concurrent callers share one request. */
  async function loadOlder(room: Room, count = 0): Promise<boolean> {
    const running = older.get(room) ?? readOlder(room, count);
    older.set(room, running);
    return await running.finally(() => {
      older.delete(room);
    });
  }

  async function readOlder(room: Room, count: number): Promise<boolean> {
    const { history } = room.state;
    if (history?.before === undefined) return false;
    const { before } = history;
    const limit = Math.min(LARGEST_PAGE, Math.max(limits.page, count));
    core.update(room, { history: { ...history, isLoadingOlder: true } });
    let isLoaded = false;
    try {
      await read(
        room,
        () => readMessages(room.id, before, limit),
        (loaded, recorded) => {
          const { history: present } = room.state;
          removeArrived(loaded.messages, []);
          // The history may have been reloaded or trimmed meanwhile.
          isLoaded = present?.before === before;
          if (isLoaded && present)
            core.update(room, { history: withOlder(present, loaded, recorded) });
        },
      );
    } catch (error) {
      if ((error as ChatError).code !== "CLOSED") throw error;
    } finally {
      const { history: present } = room.state;
      if (present?.isLoadingOlder) {
        core.update(room, { history: { ...present, isLoadingOlder: false } });
      }
    }
    return isLoaded;
  }

  return {
    load,
    loadOlder,
    loadMembers,
    loadPins,
    refresh(room, part) {
      const loaded = part === "members" ? loadMembers(room) : loadPins(room);
      loaded.catch((reason: unknown) => {
        room.isStale = true;
        fail(room, reason as ChatError);
      });
    },
  };
}

type Cursor = { cursor?: string };

async function loadAllPages<T>(
  readPage: (from: Cursor) => Promise<[items: readonly T[], next: string | undefined]>,
): Promise<T[]> {
  const all: T[] = [];
  for (let from: Cursor | undefined = {}; from;) {
    const [items, cursor]: [readonly T[], string | undefined] = await readPage(from);
    all.push(...items);
    from = cursor === undefined ? undefined : { cursor };
  }
  return all;
}
