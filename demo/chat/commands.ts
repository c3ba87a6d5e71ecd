// What the person does. Each command shows at once, goes to the server when that can be reached, and tells of a refusal.

import { ChatError, type Chat } from "../../client/index.ts";
import type { Person } from "../person.ts";
import type { Loading } from "./loading.ts";
import { roomAt } from "./rooms.ts";
import type { Change, Message, Pending, Place } from "./state.ts";
import type { Store } from "./store.ts";

export interface Commands extends Pick<Loading, "older" | "backTo" | "members"> {
  readonly open: (place: Place | undefined) => void;
  /** Loads what could not be loaded. */
  readonly load: Loading["conversation"];
  readonly meet: (people: readonly Person[]) => void;
  readonly dismiss: () => void;

  readonly send: (place: Place, text: string) => void;
  readonly sendAgain: (pending: Pending) => void;
  readonly discard: (pending: Pending) => void;
  readonly typing: (room_id: string) => void;
  /** Says that all of a room was seen, once. */
  readonly see: (room_id: string) => void;
  readonly edit: (message: Message, text: string) => Promise<void>;
  readonly delete: (message: Message) => Promise<void>;
  readonly pin: (message: Pick<Message, "room_id" | "_id">, isPinned: boolean) => Promise<void>;

  /** Resolves to the group's id, or undefined if there is none. */
  readonly createGroup: (name: string, people: readonly Person[]) => Promise<string | undefined>;
  readonly addMembers: (room_id: string, people: readonly Person[]) => Promise<void>;
  readonly removeMember: (room_id: string, user_id: string) => Promise<void>;
  readonly rename: (room_id: string, name: string) => Promise<void>;
}

export function makeCommands(chat: Chat, store: Store, loading: Loading): Commands {
  const { dispatch } = store;
  /** The newest message of each room that was said to be seen. */
  const seen = new Map<string, number>();

  /** Resolves to undefined if it was refused, which the person is told. */
  async function attempt<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.code !== "CLOSED") dispatch({ type: "notice", text: error.message });
      return undefined;
    }
  }

  async function post(pending: Pending): Promise<void> {
    const { _id, place, text } = pending;
    const { first_name } = store.state.me;
    const room = roomAt(store.state, place);
    const message = { _id, message: text, first_name };
    dispatch({ type: "sending", pending });
    try {
      if (room) await chat.sendMessage({ ...message, room_id: room.info._id });
      else if ("user_id" in place) {
        await chat.sendNewMessage({ recipient_id: place.user_id, type: "peer-to-peer", message });
      } else throw new ChatError("FORBIDDEN", "This conversation is not yours.");
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      // Whoever signs in again still has it.
      if (error.code !== "CLOSED") dispatch({ type: "refused", _id, refusal: error.message });
    }
  }

  async function change(
    room_id: string,
    message_id: string,
    what: Change,
    request: () => Promise<unknown>,
  ): Promise<void> {
    dispatch({ type: "changing", room_id, message_id, change: what });
    await attempt(request());
    dispatch({ type: "changing", room_id, message_id });
  }

  return {
    ...{ older: loading.older, backTo: loading.backTo, members: loading.members },
    load: loading.conversation,
    open(place) {
      dispatch({ type: "opened", place });
      void loading.conversation(place);
    },
    meet(people) {
      dispatch({ type: "met", people });
    },
    dismiss() {
      dispatch({ type: "notice", text: undefined });
    },

    send(place, text) {
      void post({ _id: crypto.randomUUID(), place, text, at: Date.now() });
    },
    sendAgain({ refusal: _refusal, ...pending }) {
      void post(pending);
    },
    discard({ _id }) {
      dispatch({ type: "discarded", _id });
    },
    typing(room_id) {
      void chat.typing({ room_id });
    },
    see(room_id) {
      const { rooms, me } = store.state;
      const room = rooms.get(room_id);
      const newest = room?.history?.messages.at(-1);
      if (!room || !newest) return;
      const known = Math.max(room.marks.get(me.user_id) ?? 0, seen.get(room_id) ?? 0);
      if (newest.seq <= known) return;
      seen.set(room_id, newest.seq);
      void attempt(chat.messageSeen({ room_id, message_id: newest._id }));
    },

    edit: ({ room_id, _id: message_id }, text) =>
      change(room_id, message_id, { kind: "edit", text }, () =>
        chat.editMessage({ room_id, message_id, message: text }),
      ),
    delete: ({ room_id, _id: message_id }) =>
      change(room_id, message_id, { kind: "delete" }, () =>
        chat.deleteMessage({ room_id, message_id }),
      ),
    pin: ({ room_id, _id }, isPinned) =>
      change(room_id, _id, { kind: "pin", isPinned }, () =>
        chat.pinMessage({ room_id, _id, pin_message: isPinned }),
      ),

    async createGroup(room_name, people) {
      const recipients = people.map(({ user_id }) => user_id);
      return (await attempt(chat.createGroup({ room_name, recipients })))?._id;
    },
    async addMembers(room_id, people) {
      const user_ids = people.map(({ user_id }) => user_id);
      await attempt(chat.addMembers({ room_id, user_ids }));
    },
    async removeMember(room_id, user_id) {
      await attempt(chat.removeMember({ room_id, user_id }));
    },
    async rename(room_id, room_name) {
      await attempt(chat.updateRoom({ room_id, room_name }));
    },
  };
}
