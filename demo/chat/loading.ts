// What is loaded, and when: the list of rooms at first, a conversation when it is opened, older messages on demand.

import { ChatError, type Chat } from "../../client/index.ts";
import { roomAt } from "./rooms.ts";
import type { Member, Pin, Place } from "./state.ts";
import type { Store } from "./store.ts";

export interface Loading {
  readonly list: () => Promise<void>;
  /** Loads what a conversation needs, unless it is here. */
  readonly conversation: (place: Place | undefined) => Promise<void>;
  readonly older: (room_id: string) => Promise<void>;
  /** Loads older messages until that of `rev` is there. */
  readonly backTo: (room_id: string, rev: number) => Promise<void>;
  readonly members: (room_id: string) => Promise<void>;
  /** Asks who is online in the open conversation. */
  readonly presence: () => Promise<void>;
  readonly pins: (room_id: string) => Promise<void>;
  /** Everything that is known of the room may be old. */
  readonly anew: (room_id: string) => Promise<void>;
}

/** Messages: more than fill a screen, so that it can be scrolled. */
const PAGE = 40;

export function makeLoading(chat: Chat, store: Store): Loading {
  const { dispatch } = store;

  /** Tells of a failure, unless it is that the person signed out. Resolves to whether it went well. */
  async function attempt(load: () => Promise<void>, what: string): Promise<boolean> {
    try {
      await load();
      return true;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.code !== "CLOSED") {
        dispatch({ type: "notice", text: `${what} could not be loaded. ${error.message}` });
      }
      return false;
    }
  }

  async function readList(): Promise<Set<string>> {
    const ids = new Set<string>();
    const { first_name } = store.state.me;
    for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
      const page = await chat.connectRooms({ first_name, ...(cursor !== undefined && { cursor }) });
      dispatch({ type: "listed", rooms: page.rooms });
      for (const { _id } of page.rooms) ids.add(_id);
      cursor = page.next_cursor;
    }
    return ids;
  }

  async function readMembers(room_id: string): Promise<void> {
    const members: Member[] = [];
    for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
      const page = await chat.getMembers({ room_id, ...(cursor !== undefined && { cursor }) });
      members.push(...page.members);
      cursor = page.next_cursor;
    }
    dispatch({ type: "members", room_id, members });
  }

  async function readPins(room_id: string): Promise<void> {
    const pins: Pin[] = [];
    for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
      const page = await chat.getPins({ room_id, ...(cursor !== undefined && { cursor }) });
      pins.push(...page.pins);
      cursor = page.next_cursor;
    }
    dispatch({ type: "pins", room_id, pins });
  }

  async function conversation(place: Place | undefined): Promise<void> {
    const room = roomAt(store.state, place);
    if (!room || room.loading === "loading" || room.loading === "done") return;
    const room_id = room.info._id;
    dispatch({ type: "loading", room_id, loading: "loading" });
    const isDone = await attempt(async () => {
      const page = await chat.getMessages({ room_id, limit: PAGE });
      dispatch({ type: "page", room_id, page, isNewest: true });
      await Promise.all([readMembers(room_id), readPins(room_id)]);
    }, "The conversation");
    dispatch({ type: "loading", room_id, loading: isDone ? "done" : "failed" });
  }

  async function older(room_id: string): Promise<boolean> {
    const { history } = store.state.rooms.get(room_id) ?? {};
    if (history?.before === undefined || history.isLoadingOlder) return false;
    const before_rev = history.before;
    dispatch({ type: "loading_older", room_id, isLoading: true });
    const isDone = await attempt(async () => {
      const page = await chat.getMessages({ room_id, before_rev, limit: PAGE });
      dispatch({ type: "page", room_id, page, isNewest: false });
    }, "Older messages");
    if (!isDone) dispatch({ type: "loading_older", room_id, isLoading: false });
    return isDone;
  }

  return {
    conversation,
    async list() {
      await attempt(async () => {
        await readList();
      }, "The conversations");
    },
    async older(room_id) {
      await older(room_id);
    },
    async backTo(room_id, rev) {
      const oldest = () => store.state.rooms.get(room_id)?.history?.messages[0]?.rev ?? 0;
      while (oldest() > rev && (await older(room_id)));
    },
    async members(room_id) {
      await attempt(() => readMembers(room_id), "The members");
    },
    async presence() {
      const room = roomAt(store.state, store.state.place);
      // A lost connection is told of by itself.
      if (room && chat.state === "online") await readMembers(room.info._id).catch(() => undefined);
    },
    async pins(room_id) {
      await attempt(() => readPins(room_id), "The pins");
    },
    async anew(room_id) {
      await attempt(async () => {
        if (!(await readList()).has(room_id)) dispatch({ type: "lost", room_id });
      }, "The conversations");
      if (roomAt(store.state, store.state.place)?.info._id === room_id) {
        await conversation({ room_id });
      }
    },
  };
}
