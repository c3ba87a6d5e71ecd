// A typed client for browsers and Node, over a native WebSocket.
//
//     const chat = createChat({ url: "wss://…", token: () => fetchToken() });
//     chat.on("message", (message) => show(message));
//     chat.connect();
//     const { rooms } = await chat.connectRooms();
//     const sent = await chat.sendMessage({ room_id: "tea", message: "Four o'clock?" });

export type {
  Actions,
  Chat,
  ChatEvent,
  ChatEvents,
  ChatOptions,
  ChatState,
  Group,
  Result,
  Seen,
  Timing,
} from "./api.ts";
export { createChat } from "./chat.ts";
export { ChatError, type ChatErrorCode } from "./errors.ts";
export type { WebSocketConstructor, WebSocketLike } from "./web-socket.ts";
