// What the tabs of a user tell each other, over a BroadcastChannel.

/** A line is one WebSocket of the leading tab; its number counts from 1 for each leader. */
export interface LineId {
  readonly leader: string;
  readonly number: number;
}

/** A socket of a tab, as the leader knows it: `<tab>.<number>`. */
export type SocketId = string;

/** A frame of the protocol. */
export type Frame = Readonly<Record<string, unknown>>;

/** Where what the tabs ask together goes to, and where the answers to each of them do. */
export interface Relay {
  readonly send: (frame: Frame) => void;
  readonly reply: (socket: SocketId, frame: Frame) => void;
}

/** To the leader. */
export type Request =
  /** Asks for a line: any that is newer than the one that it had, or else a new one to its address. */
  | { kind: "open"; socket: SocketId; url: string; had: LineId | undefined }
  | { kind: "send"; socket: SocketId; text: string }
  | { kind: "close"; socket: SocketId };

/** From the leader. */
export type Report =
  /** There is a new leader: what goes over another's lines is lost. */
  | { kind: "leading"; leader: string }
  | { kind: "assigned"; socket: SocketId }
  | { kind: "opened"; line: LineId; sockets: readonly SocketId[] }
  /** A frame for all sockets of a line, or for the one that it answers. Without `to`, not for the one in `except`. */
  | { kind: "frame"; line: LineId; text: string; to?: SocketId; except?: SocketId }
  | { kind: "closed"; sockets: readonly SocketId[]; code: number; reason: string };

/** The tab of a socket. */
export const tabOf = (socket: SocketId): string => socket.slice(0, socket.indexOf("."));

export const isSameLine = (one: LineId | undefined, other: LineId | undefined): boolean =>
  one?.leader === other?.leader && one?.number === other?.number;
