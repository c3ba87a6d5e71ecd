// The messages between the tabs of a user, over a BroadcastChannel.

/** Identifies a connection: one WebSocket of the leader. Its number counts from 1 for each leader. */
export interface ConnectionId {
  readonly leader: string;
  readonly number: number;
}

/** A socket of a tab, as the leader knows it: `<tab>.<number>`. */
export type SocketId = string;

/** A frame of the protocol. */
export type Frame = Readonly<Record<string, unknown>>;

/** Sends shared requests to the server, and the replies to each socket. */
export interface Relay {
  readonly send: (frame: Frame) => void;
  readonly reply: (socket: SocketId, frame: Frame) => void;
}

/** From a tab to the leader. */
export type Request =
  /** Requests a connection: any that is newer than `previous`, else a new one to this URL. */
  | { kind: "open"; socket: SocketId; url: string; previous: ConnectionId | undefined }
  | { kind: "send"; socket: SocketId; text: string }
  | { kind: "close"; socket: SocketId };

/** From the leader to all tabs. */
export type Broadcast =
  /** There is a new leader: connections of another leader are lost. */
  | { kind: "elected"; leader: string }
  /** The leader has received the socket's request for a connection. */
  | { kind: "accepted"; socket: SocketId }
  | { kind: "opened"; connection: ConnectionId; sockets: readonly SocketId[] }
  /** A frame for all sockets of a connection, or only for `to`. Without `to`, for all but `except`. */
  | { kind: "frame"; connection: ConnectionId; text: string; to?: SocketId; except?: SocketId }
  | { kind: "closed"; sockets: readonly SocketId[]; code: number; reason: string };

/** The tab of a socket. */
export const tabOf = (socket: SocketId): string => socket.slice(0, socket.indexOf("."));

export const isSameConnection = (
  one: ConnectionId | undefined,
  other: ConnectionId | undefined,
): boolean => one?.leader === other?.leader && one?.number === other?.number;
