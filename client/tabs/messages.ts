// The messages between the tabs of a user, over a BroadcastChannel.

/** A line is one WebSocket of the leader; its number counts from 1 for each leader. */
export interface LineId {
  readonly leader: string;
  readonly number: number;
}

/** A socket of a tab, as the leader knows it: `<tab>.<number>`. */
export type SocketId = string;

/** A frame of the protocol. */
export type Frame = Readonly<Record<string, unknown>>;

/** Sends shared requests to the server, and the answers to each socket. */
export interface Relay {
  readonly send: (frame: Frame) => void;
  readonly reply: (socket: SocketId, frame: Frame) => void;
}

/** To the leader. */
export type Request =
  /** Requests a line: any that is newer than the last one (`had`), else a new one to this URL. */
  | { kind: "open"; socket: SocketId; url: string; had: LineId | undefined }
  | { kind: "send"; socket: SocketId; text: string }
  | { kind: "close"; socket: SocketId };

/** From the leader. */
export type Report =
  /** There is a new leader: lines of another leader are lost. */
  | { kind: "leading"; leader: string }
  | { kind: "assigned"; socket: SocketId }
  | { kind: "opened"; line: LineId; sockets: readonly SocketId[] }
  /** A frame for all sockets of a line, or only for `to`. Without `to`, for all but `except`. */
  | { kind: "frame"; line: LineId; text: string; to?: SocketId; except?: SocketId }
  | { kind: "closed"; sockets: readonly SocketId[]; code: number; reason: string };

/** The tab of a socket. */
export const tabOf = (socket: SocketId): string => socket.slice(0, socket.indexOf("."));

export const isSameLine = (one: LineId | undefined, other: LineId | undefined): boolean =>
  one?.leader === other?.leader && one?.number === other?.number;
