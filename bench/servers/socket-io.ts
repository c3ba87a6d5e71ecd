// The chat server on Socket.IO 4, for comparison: one process, in memory.

import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import type { ChatClient, ChatServer } from "./chat-server.ts";
import { child } from "./child.ts";
import { freePort } from "./free-port.ts";

export async function startSocketIo(): Promise<ChatServer> {
  const port = await freePort();
  const settings = { PORT: String(port) };
  const server = child("bench/servers/socket-io-server.ts", settings, "Socket.IO is ready");
  await server.start();
  return {
    // Joining creates the room.
    createRoom: () => Promise.resolve(),
    async connect(user, rooms) {
      const socket = io(`http://127.0.0.1:${port}`, {
        // WebSocket only, for a fair comparison; browsers can do the same.
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
      });
      if (!socket.connected) await once(socket as never, "connect");
      await socket.emitWithAck("join", rooms);
      return clientOf(socket, user);
    },
    memory: () => server.memory(),
    kill: () => server.end("SIGKILL"),
    restart: () => server.start(),
    stop: () => server.end("SIGTERM"),
  };
}

const clientOf = (socket: Socket, user: string): ChatClient => ({
  send: (room, text, _id) =>
    new Promise((resolve, reject) => {
      const lost = () => {
        reject(new Error("The connection ended."));
      };
      socket.once("disconnect", lost);
      socket.emit("message", { room, _id, user, text }, () => {
        socket.off("disconnect", lost);
        resolve();
      });
    }),
  onMessage: (listener) => {
    socket.off("message").on("message", ({ text }: { text: string }) => {
      listener(text);
    });
  },
  history: async (room) => (await socket.emitWithAck("history", room)) as readonly string[],
  close: () => {
    socket.close();
    return Promise.resolve();
  },
});
