// One WebSocket from its handshake to its end, and the requests that wait for their reply on it.

import type { ActionName } from "../protocol/actions.ts";
import type { ErrorData } from "../protocol/errors.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import { ChatError } from "./errors.ts";
import type { Surroundings } from "./surroundings.ts";
import type { WebSocketLike } from "./web-socket.ts";

export interface ConnectionOptions {
  /** Each event that arrives, a reply before its request resolves. */
  readonly onEvent: (frame: ServerFrame, connection: Connection) => void;
  readonly onEnd: (connection: Connection) => void;
}

interface Waiting {
  readonly resolve: (frame: ServerFrame) => void;
  readonly reject: (error: ChatError) => void;
  readonly cancel: () => void;
}

/** A longer frame would end the connection, and again when it is repeated. */
const LONGEST_FRAME_BYTES = 32 * 1024;

export class Connection {
  readonly madeAt = Date.now();
  /** Rejects if the handshake fails; why, a browser does not tell. */
  readonly opened: Promise<void>;
  hasEnded = false;
  /** When something was last sent or received. */
  activeAt = this.madeAt;
  readonly #socket: WebSocketLike;
  readonly #around: Surroundings;
  readonly #options: ConnectionOptions;
  readonly #waiting = new Map<string, Waiting>();
  #requests = 0;
  #heardAt = this.madeAt;
  #isRetiring = false;

  constructor(socket: WebSocketLike, around: Surroundings, options: ConnectionOptions) {
    this.#socket = socket;
    this.#around = around;
    this.#options = options;
    socket.onmessage = ({ data }: { data: unknown }) => {
      this.#receive(String(data));
    };
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => {
        resolve();
      };
      socket.onclose = socket.onerror = () => {
        reject(new Error("The handshake failed."));
        this.#end();
      };
    });
  }

  /** @throws ChatError with what the server says, or `TOO_LARGE`, `TIMEOUT`, `DISCONNECTED` */
  request(action: ActionName, payload: object = {}): Promise<ServerFrame> {
    const request_id = String(++this.#requests);
    const text = JSON.stringify({ ...payload, action, request_id });
    if (new TextEncoder().encode(text).length > LONGEST_FRAME_BYTES) {
      const message = "The request is over 32 KB.";
      return Promise.reject(new ChatError("TOO_LARGE", message, { retryable: false }));
    }
    const sentAt = Date.now();
    return new Promise<ServerFrame>((resolve, reject) => {
      const { timers, timing } = this.#around;
      const cancel = timers.after(timing.request, () => {
        this.#settle(request_id)?.reject(new ChatError("TIMEOUT", "No answer came."));
        // A peer that says nothing at all is gone, even if nobody has noticed yet.
        if (this.#heardAt < sentAt) this.drop();
      });
      this.#waiting.set(request_id, { resolve, reject, cancel });
      if (this.hasEnded) this.#rejectAll();
      else this.#send(text);
    });
  }

  /** Closes once every request has its answer. */
  retire(): void {
    this.#isRetiring = true;
    if (this.#waiting.size === 0) this.drop();
  }

  /** Closes at once, without waiting for the other side to agree. */
  drop(reason?: ChatError): void {
    this.#end(reason);
    this.#socket.close(1000);
  }

  #send(text: string): void {
    this.activeAt = Date.now();
    try {
      this.#socket.send(text);
    } catch {
      // It is closing, and about to say so.
      this.#end();
    }
  }

  #receive(text: string): void {
    if (this.hasEnded) return;
    this.activeAt = this.#heardAt = Date.now();
    const frame = parse(text);
    if (!frame) return;
    const request = this.#settle(frame.request_id);
    if (frame.event === "error") {
      const { code, message, ...details } = frame.data as ErrorData;
      request?.reject(new ChatError(code, message, details));
    } else {
      this.#options.onEvent(frame, this);
      request?.resolve(frame);
    }
  }

  #settle(requestId = ""): Waiting | undefined {
    const request = this.#waiting.get(requestId);
    request?.cancel();
    this.#waiting.delete(requestId);
    if (this.#isRetiring && this.#waiting.size === 0) this.drop();
    return request;
  }

  #end(reason?: ChatError): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.#rejectAll(reason);
    this.#options.onEnd(this);
  }

  #rejectAll(reason = new ChatError("DISCONNECTED", "The connection was lost.")): void {
    for (const requestId of this.#waiting.keys()) this.#settle(requestId)?.reject(reason);
  }
}

// The gateway's own frames have no event. What became of the request is unknown: it runs into its time limit.
function parse(text: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(text) as Partial<ServerFrame> | null;
    return frame && typeof frame.event === "string" ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
