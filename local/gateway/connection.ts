// One established connection: its socket, its life span, and its single end.
import type { WebSocket } from "ws";
import type { Faults, FrameSource } from "./faults.ts";
import type { Caller } from "./handshake-request.ts";
import type { Limits } from "./limits.ts";
import { FrameSender } from "./frame-sender.ts";
import type { Timer, Timers } from "./timers.ts";

/** Those of RFC 6455's close codes that the gateway names. */
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

  /** False from the first close frame on, in whichever direction. */
  get open(): boolean {
    return !this.#ended && this.#socket.readyState === this.#socket.OPEN;
  }

  /** A data frame went in either direction. */
  touch(): void {
    this.lastActiveAt = Date.now();
    this.#idle.restart();
  }

  /**
   * Sends a text frame. False if the connection is closing, or its peer reads so little that the frame would be too much
   * to keep for it: the frame is lost then. What AWS does with a reply to such a peer is uncertain.
   */
  send(source: FrameSource, text: string): boolean {
    if (!this.open) return false;
    const isFull = this.#socket.bufferedAmount + Buffer.byteLength(text) > this.#sendBufferBytes;
    return !isFull && this.#sender.send(source, text);
  }

  /**
   * The connection is over, whoever ended it; only the first call counts. It does not wait for the client's close
   * frame: a dead peer would never send one.
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
