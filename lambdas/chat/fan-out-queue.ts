// The messages of the fan-out queue: events from actions to the fan-out, slices from one fan-out to the next. Their
// fields must keep their names: the queue holds them as JSON across a deployment.

/** An event in a large room's log that has to be delivered. */
export interface QueuedEvent {
  readonly room: string;
  readonly rev: number;
  /** Set for a repeat: the event is delivered again, except to the connection that repeated the request. */
  readonly again?: { readonly except: string };
}

/** A range of a large room's log that has to be delivered to the members whose ids sort after `behind`. */
export interface Slice {
  readonly room: string;
  /** The entries after `after`, up to and including `to`. */
  readonly after: number;
  readonly to: number;
  readonly behind: string;
  /** The number of the slice in its fan-out: 1, 2, 3, … */
  readonly index: number;
  /** The connection that repeated the request: it gets no frame. */
  readonly except?: string;
  /** Id of the received message that caused a repeated delivery. It keeps SQS from deduplicating two repeats. */
  readonly cause?: string;
}

/** A FIFO queue: events of one room are received in the order in which they were sent. Throws as AWS does. */
export interface FanOutQueue {
  sendEvent(event: QueuedEvent): Promise<void>;
  /** Sends a slice. Sending the same slice twice within 5 minutes sends it once. */
  sendSlice(slice: Slice): Promise<void>;
}

/** A queued event as the fan-out receives it. */
export interface ReceivedEvent extends QueuedEvent {
  /** The number of times it has been received, including this one. */
  readonly receipts: number;
  /** The queue's id of the message, the same at each receipt. */
  readonly id: string;
}
