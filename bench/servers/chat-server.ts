// The interface of a chat server in its own process, and of its clients.

export interface ChatServer {
  /** Creates a room with these users. They need not be connected. */
  createRoom(room: string, users: readonly string[]): Promise<void>;
  connect(user: string, rooms: readonly string[]): Promise<ChatClient>;
  /** Resident memory, in bytes. */
  memory(): Promise<number>;
  /** Kills the process. */
  kill(): Promise<void>;
  /** Starts the process again, at the same port and with the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChatClient {
  /** Sends a message. Resolves once the server has acknowledged it; rejects if the connection ends before that. */
  send(room: string, text: string, id: string): Promise<void>;
  /** Sets the callback for messages of others; replaces the previous one. */
  onMessage(listener: (text: string) => void): void;
  /** Returns the ids of all messages of a room that the server has. */
  history(room: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type StartChatServer = () => Promise<ChatServer>;
