// A chat server on Socket.IO as in its guide: one process, whose sockets join rooms. It posts each message to its room,
// and stores it in memory. PORT is the port to listen on.

import { createServer } from "node:http";
import { Server } from "socket.io";

interface Message {
  readonly room: string;
  readonly _id: string;
  readonly user: string;
  readonly text: string;
}

interface FromClient {
  join(rooms: readonly string[], done: () => void): void;
  message(message: Message, stored: () => void): void;
  history(room: string, answer: (ids: readonly string[]) => void): void;
}

interface ToClient {
  message(message: Message): void;
}

const http = createServer();
const io = new Server<FromClient, ToClient>(http);
const rooms = new Map<string, Map<string, Message>>();
const messagesOf = (room: string): Map<string, Message> => {
  const messages = rooms.get(room) ?? new Map<string, Message>();
  rooms.set(room, messages);
  return messages;
};

io.on("connection", (socket) => {
  socket.on("join", (names, done) => {
    void socket.join([...names]);
    done();
  });
  socket.on("message", (message, stored) => {
    const messages = messagesOf(message.room);
    if (!messages.has(message._id)) {
      messages.set(message._id, message);
      socket.to(message.room).emit("message", message);
    }
    stored();
  });
  socket.on("history", (room, answer) => {
    answer([...messagesOf(room).keys()]);
  });
});
http.listen(Number(process.env.PORT), "127.0.0.1", () => {
  console.log("Socket.IO is ready");
});
process.once("SIGTERM", () => process.exit(0));
