// Creates the store: follows the client's events, loads on demand, and holds the state that an application shows.

import type { Chat } from "../api.ts";
import { uncaught } from "../uncaught.ts";
import type { ChatStore, ChatStoreOptions } from "./api.ts";
import type { Conversation } from "./conversation.ts";
import { makeCore, type Room } from "./core.ts";
import { makeDrafts } from "./drafts.ts";
import { follow } from "./follow.ts";
import { makeLoading } from "./loading.ts";
import { oldestSeq } from "./messages.ts";
import { makeOpen } from "./open.ts";
import { makePresence } from "./presence.ts";
import { makeReadMarks } from "./read-marks.ts";
import { makeRoomList } from "./room-list.ts";
import type { SavedRooms } from "./saved.ts";
import { makeSelectors } from "./selectors.ts";
import { makeSending } from "./sending.ts";

/**
 * Creates the store of a chat. Call it before `chat.connect()`, once per chat; it loads the list of rooms by itself.
 */
export function createChatStore(chat: Chat, options: ChatStoreOptions = {}): ChatStore {
  const { first_name, persister, page = 40, messages = 500, conversations = 20 } = options;
  const saved: SavedRooms | undefined = persister?.savedRooms(chat, {
    page,
    limit: messages,
    onError: uncaught,
    core: () => core,
    onRestored(room) {
      list.restored(room.id);
      open.load(room);
    },
  });
  const core = makeCore(chat, saved);
  const { subscriptions } = core;
  const loading = makeLoading(core, chat, { page, messages }, ({ id }) => {
    list.remove(id, undefined);
  });
  const open = makeOpen(core, loading, { messages, conversations });
  const list = makeRoomList(core, chat, {
    first_name,
    onListed: open.load,
    onStatus: open.touch,
  });
  const presence = makePresence(core, loading);
  const readMarks = makeReadMarks(core, chat);
  const sending = makeSending(core, chat, first_name);
  const drafts = makeDrafts(core, persister?.persistence);

  const resume = (): void => {
    saved?.resume();
    if (chat.state === "closed") return;
    // Requests in flight continue.
    if (["idle", "failed"].includes(list.status)) void list.load();
    sending.resume();
    if (chat.state !== "online") return;
    open.resume();
    readMarks.resume();
  };
  const unfollow = follow(core, chat, { list, loading, open, onConnection: resume });
  resume();

  /** Changes by the user show synchronously: a text field cannot wait. */
  const now = <T>(act: () => T): T => {
    const result = act();
    subscriptions.flush();
    return result;
  };
  const withRoom = async <T>(conversation: Conversation, use: (room: Room) => Promise<T>) => {
    const room = core.roomAt(conversation);
    return room && (await use(room));
  };

  return {
    ...makeSelectors(core, { list, drafts }),
    open: (conversation) => now(() => open.open(conversation)),
    async load(conversation) {
      await withRoom(conversation, loading.load);
    },
    loadRooms: list.load,
    loadOlder: async (conversation) =>
      (await withRoom(conversation, (room) => loading.loadOlder(room))) ?? false,
    async loadBackTo(conversation, seq) {
      const missing = ({ state }: Room): number =>
        state.history ? oldestSeq(state.history.messages) - seq : 0;
      await withRoom(conversation, async (room) => {
        while (missing(room) > 0 && (await loading.loadOlder(room, missing(room))));
      });
    },
    async loadMembers(conversation) {
      await withRoom(conversation, loading.loadMembers);
    },
    watchPresence: presence.watch,
    async loadPins(conversation) {
      await withRoom(conversation, loading.loadPins);
    },
    send: (conversation, content) => now(() => sending.send(conversation, content)),
    retry(_id) {
      now(() => {
        sending.retry(_id);
      });
    },
    discard(_id) {
      now(() => {
        sending.discard(_id);
      });
    },
    edit: ({ room_id, _id: message_id }, message) =>
      now(() => chat.editMessage({ room_id, message_id, message })),
    delete: ({ room_id, _id: message_id }) =>
      now(() => chat.deleteMessage({ room_id, message_id })),
    pin: ({ room_id, _id }, pin_message) =>
      now(() => chat.pinMessage({ room_id, _id, pin_message })),
    react: ({ room_id, _id: message_id }, reaction, on) =>
      now(() => chat.reactMessage({ room_id, message_id, reaction, on })),
    markRead(conversation, seq = Infinity) {
      const room = core.roomAt(conversation);
      if (room)
        now(() => {
          readMarks.move(room, seq);
        });
    },
    sendTyping(conversation) {
      const room = core.roomAt(conversation);
      if (room) void chat.typing({ room_id: room.id });
    },
    setDraft(conversation, draft) {
      now(() => {
        drafts.set(conversation, draft);
      });
    },
    suggestName(userId, name) {
      now(() => {
        core.names.suggest(userId, name);
      });
    },
    destroy() {
      saved?.stop();
      drafts.stop();
      presence.stop();
      unfollow();
    },
  };
}
