// A typed chat client for browsers, Node and React Native, over a native WebSocket.
//
//     const chat = createChat({ url: "wss://…", token: () => fetchToken() });
//     chat.on("message", (message) => show(message));
//     chat.connect();
//     const { rooms } = await chat.connectRooms();
//     const sent = await chat.sendMessage({ room_id: "tea", message: "Four o'clock?" });

export type { Actions, Chat, RequestOptions, Result } from "./api.ts";
export { createChat } from "./chat.ts";
export { ChatError, Unauthorized, type ChatErrorCode } from "./errors.ts";
export type {
  ChatEvent,
  ChatEvents,
  ChatState,
  ConnectionChange,
  ConnectionReason,
  Group,
  RoomEvents,
  Seen,
} from "./events.ts";
export type { Backoff, ChatOptions, Logger, LogLevel, Timing } from "./options.ts";
export type { Change, OutboxChange, OutboxEntry, OutboxView } from "./outbox-api.ts";
export { persistOutbox, type OutboxPersister } from "./persist-outbox.ts";
export type { Persistence, Stored } from "./persistence.ts";
export { watch, type RoomUpdate } from "./watch.ts";
export type { WebSocketConstructor, WebSocketLike } from "./web-socket.ts";
export type * from "./protocol-types.ts";
