// One established connection: its socket, its time limits, and its close.
import type { WebSocket } from "ws";
import type { Faults, FrameSource } from "./faults.ts";
import type { Caller } from "./handshake-request.ts";
import type { Limits } from "./limits.ts";
import { FrameSender } from "./frame-sender.ts";
import type { Timer, Timers } from "./timers.ts";

/** The close codes of RFC 6455 that the gateway uses. */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  unsupportedData: 1003,
  noStatus: 1005,
  abnormal: 1006,
  invalidPayload: 1007,
  messageTooBig: 1009,
} as const;

export interface ConnectionParts {
  caller: Caller;
  socket: WebSocket;
  limits: Limits;
  faults: Faults;
  timers: Timers;
  onEnd: (connection: Connection, code: number, reason: string) => void;
}

export class Connection {
  readonly caller: Caller;
  lastActiveAt = Date.now();
  readonly #socket: WebSocket;
  readonly #sender: FrameSender;
  readonly #idle: Timer;
  readonly #duration: Timer;
  readonly #sendBufferBytes: number;
  readonly #onEnd: ConnectionParts["onEnd"];
  #ended = false;

  constructor({ caller, socket, limits, faults, timers, onEnd }: ConnectionParts) {
    this.caller = caller;
    this.#socket = socket;
    this.#onEnd = onEnd;
    this.#sendBufferBytes = limits.sendBufferBytes;
    this.#sender = new FrameSender(
      caller.connectionId,
      (text) => this.#write(text),
      faults,
      timers,
    );
    const timeOut = () => {
      this.end(closeCodes.goingAway, "Going away");
    };
    this.#idle = timers.start(limits.idleMs, timeOut);
    this.#duration = timers.start(limits.durationMs, timeOut);
  }

  get id(): string {
    return this.caller.connectionId;
  }

  /** False once a close frame has been sent or received. */
  get open(): boolean {
    return !this.#ended && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Records that a data frame was sent or received, and restarts the idle time. */
  touch(): void {
    this.lastActiveAt = Date.now();
    this.#idle.restart();
  }

  /**
   * Sends a text frame. Returns false, without sending it, if the connection is closing or its unsent data would exceed
   * the limit. What AWS does with a reply in that case is unknown.
   */
  send(source: FrameSource, text: string): boolean {
    if (!this.open) return false;
    const isFull = this.#socket.bufferedAmount + Buffer.byteLength(text) > this.#sendBufferBytes;
    return !isFull && this.#sender.send(source, text);
  }

  /**
   * Closes the connection; later calls have no effect. It does not wait for the client's close frame, because a dead
   * peer never sends one.
   */
  end(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#idle.stop();
    this.#duration.stop();
    this.#sender.clear();
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.close(code, reason);
    this.#onEnd(this, code, reason);
  }

  #write(text: string): boolean {
    if (!this.open) return false;
    this.#socket.send(text, (error) => {
      if (!error) this.touch();
    });
    return true;
  }
}
