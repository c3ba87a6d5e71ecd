// The messages of the fan-out queue: from actions to the fan-out of a large room, and from one fan-out to the next.

/** An event of a large room is in its log and has to be delivered. */
export interface HandOver {
  readonly room: string;
  readonly rev: number;
  /** It may have been told before, and is told again; to all but the connection that asked. */
  readonly again?: { readonly except: string };
}

/** A range of a large room's log has to be delivered to the members whose ids come after one. */
export interface Slice {
  readonly room: string;
  /** Entries after this one, up to and including the other. */
  readonly after: number;
  readonly to: number;
  readonly behind: string;
  /** Which slice of its fan-out it is: 1 and up. */
  readonly index: number;
  /** The connection that asked for it to be told again. */
  readonly except?: string;
  /** Names what was received that it comes of, where the same stretch may be told more than once. */
  readonly cause?: string;
}

/** A FIFO queue; those of one room are received in the order in which they were handed over. Throws as AWS does. */
export interface FanOutQueue {
  handOver(event: HandOver): Promise<void>;
  /** Handing the same slice on twice within 5 minutes is handing it on once. */
  handOn(slice: Slice): Promise<void>;
}

/** A hand-over as it was received. */
export interface Received extends HandOver {
  /** How often by now. */
  readonly receipts: number;
  /** Names what was received; it is the same each time. */
  readonly id: string;
}
