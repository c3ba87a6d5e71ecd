// A chat server in a process of its own, as those who would use it start it; and what a client does with it.

export interface ChatServer {
  /** Makes a room of these users, who need not be connected. */
  createRoom(room: string, users: readonly string[]): Promise<void>;
  connect(user: string, rooms: readonly string[]): Promise<ChatClient>;
  /** Resident memory, in bytes. */
  memory(): Promise<number>;
  /** Ends the process in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Starts it again, where it was and with what it kept. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChatClient {
  /** Resolves once the server has acknowledged it; rejects if the connection ends before. */
  send(room: string, text: string, id: string): Promise<void>;
  /** Calls back with the text of each message of others, in the place of who was called before. */
  onMessage(listener: (text: string) => void): void;
  /** The ids of all messages of a room that the server has. */
  history(room: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type StartChatServer = () => Promise<ChatServer>;
