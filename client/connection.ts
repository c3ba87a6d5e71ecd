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

export interface Connection {
  /** In epoch milliseconds, as the next one. */
  readonly madeAt: number;
  /** When something was last sent or received. */
  readonly activeAt: number;
  readonly hasEnded: boolean;
  /** Rejects if the handshake fails; why, a browser does not tell. */
  readonly opened: Promise<void>;
  /** @throws ChatError with what the server says, or `TOO_LARGE`, `TIMEOUT`, `DISCONNECTED` */
  request(action: ActionName, payload?: object): Promise<ServerFrame>;
  /** Closes once every request has its answer. */
  retire(): void;
  /** Closes at once, without waiting for the other side to agree. */
  drop(reason?: ChatError): void;
}

interface Waiting {
  readonly resolve: (frame: ServerFrame) => void;
  readonly reject: (error: ChatError) => void;
  readonly cancel: () => void;
}

/** A longer frame would end the connection, and again when it is repeated. */
const LONGEST_FRAME_BYTES = 32 * 1024;

export function makeConnection(
  { timers, timing }: Surroundings,
  socket: WebSocketLike,
  { onEvent, onEnd }: ConnectionOptions,
): Connection {
  const madeAt = Date.now();
  const waiting = new Map<string, Waiting>();
  let requests = 0;
  let activeAt = madeAt;
  let heardAt = madeAt;
  let isRetiring = false;
  let hasEnded = false;

  function receive(text: string): void {
    if (hasEnded) return;
    activeAt = heardAt = Date.now();
    const frame = parse(text);
    if (!frame) return;
    const request = settle(frame.request_id);
    if (frame.event === "error") {
      const { code, message, ...details } = frame.data as ErrorData;
      request?.reject(new ChatError(code, message, details));
    } else {
      onEvent(frame, connection);
      request?.resolve(frame);
    }
    if (isRetiring) retire();
  }

  function settle(requestId = ""): Waiting | undefined {
    const request = waiting.get(requestId);
    request?.cancel();
    waiting.delete(requestId);
    return request;
  }

  function retire(): void {
    isRetiring = true;
    if (waiting.size === 0) drop();
  }

  function drop(reason?: ChatError): void {
    end(reason);
    socket.close(1000);
  }

  function end(reason = new ChatError("DISCONNECTED", "The connection was lost.")): void {
    for (const requestId of waiting.keys()) settle(requestId)?.reject(reason);
    if (hasEnded) return;
    hasEnded = true;
    onEnd(connection);
  }

  socket.onmessage = ({ data }: { data: unknown }) => {
    receive(String(data));
  };
  const opened = new Promise<void>((resolve, reject) => {
    socket.onopen = () => {
      resolve();
    };
    socket.onclose = socket.onerror = () => {
      reject(new Error("The handshake failed."));
      end();
    };
  });

  const connection: Connection = {
    ...{ madeAt, opened, retire, drop },
    get activeAt() {
      return activeAt;
    },
    get hasEnded() {
      return hasEnded;
    },
    request: (action, payload) =>
      new Promise((resolve, reject) => {
        const request_id = String(++requests);
        const text = JSON.stringify({ ...payload, action, request_id });
        if (new TextEncoder().encode(text).length > LONGEST_FRAME_BYTES) {
          reject(new ChatError("TOO_LARGE", "The request is over 32 KB.", { retryable: false }));
          return;
        }
        const sentAt = (activeAt = Date.now());
        const cancel = timers.after(timing.request, () => {
          settle(request_id)?.reject(new ChatError("TIMEOUT", "No answer came."));
          // A peer that says nothing at all is gone, even if nobody has noticed yet.
          if (heardAt <= sentAt) drop();
          else if (isRetiring) retire();
        });
        waiting.set(request_id, { resolve, reject, cancel });
        try {
          socket.send(text);
        } catch {
          // It is closing, and about to say so.
          end();
        }
      }),
  };
  return connection;
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
