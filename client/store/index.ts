// The state of a chat, for user interfaces: rooms, messages, typing, unread counts.
//
//     const store = createChatStore(chat, { first_name: "Ann" });
//     chat.connect();
//     store.rooms.subscribe(({ rooms }) => showRooms(rooms));
//     const close = store.open({ room_id: "tea" });
//     store.messages({ room_id: "tea" }).subscribe(({ messages }) => showMessages(messages));

export type { ChatStore, ChatStoreOptions, RoomsView, Target } from "./api.ts";
export type { Conversation } from "./conversation.ts";
export type { Draft } from "./drafts.ts";
export type { HistoryEvent } from "./history-events.ts";
export type { Content, OptimisticMessage } from "./optimistic.ts";
export type { Readable } from "./readable.ts";
export type { LoadStatus, PendingChange } from "./state.ts";
export type { LastMessage, Member, Message, Pin, Tombstone } from "./types.ts";
export { persistStore, type StorePersister } from "./saved.ts";
export { createChatStore } from "./store.ts";
export {
  isReadByAll,
  readersOf,
  type ConnectionView,
  type MessagesView,
  type MessageView,
  type RoomView,
  type SentMessage,
} from "./views.ts";
export { isDeleted } from "./types.ts";
