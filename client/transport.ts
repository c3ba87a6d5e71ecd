// One WebSocket from handshake to close, and the requests that wait for a reply on it.

import type { ActionName } from "../protocol/actions.ts";
import type { ErrorData } from "../protocol/errors.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import type { ConnectionChange } from "./events.ts";
import { encode } from "./encode.ts";
import type { WebSocketLike } from "./web-socket.ts";

/** How a WebSocket ended. */
export type End = Pick<ConnectionChange, "reason" | "code" | "detail" | "error">;

export interface TransportOptions {
  readonly onOpen: (transport: Transport) => void;
  /** Each event that arrives; a reply before its request resolves. */
  readonly onEvent: (frame: ServerFrame, transport: Transport) => void;
  /** An error that answers no request. */
  readonly onError: (error: ChatError, transport: Transport) => void;
  readonly onEnd: (transport: Transport, end: End) => void;
}

export interface Transport {
  /** These times are in epoch milliseconds, 0 if not yet. */
  readonly openedAt: number;
  readonly receivedAt: number;
  /** How many frames arrived. */
  readonly received: number;
  /** When a frame was last sent or received. */
  readonly activeAt: number;
  /** Since when the oldest request has waited without any frame arriving; undefined if none is waiting. */
  readonly waitingSince: number | undefined;
  /** @throws ChatError with the server's error, or `TOO_LARGE`, `TIMEOUT`, `DISCONNECTED` */
  request(action: ActionName, payload?: object): Promise<ServerFrame>;
  /** Closes once every request is answered. */
  closeWhenIdle(): void;
  /** Closes at once, without waiting for the close handshake. */
  terminate(end: End): void;
}

interface Pending {
  readonly resolve: (frame: ServerFrame) => void;
  readonly reject: (error: ChatError) => void;
  readonly cancel: () => void;
}

/** How long to wait for the close event after an error event: it has the code. */
const CLOSE_AFTER_ERROR_MS = 100;

export function makeTransport(
  { timers, timing, log }: Context,
  socket: WebSocketLike,
  { onOpen, onEvent, onError, onEnd }: TransportOptions,
): Transport {
  const pending = new Map<string, Pending>();
  let requests = 0;
  let [openedAt, receivedAt, activeAt, received] = [0, 0, Date.now(), 0];
  let waitingSince: number | undefined;
  let isClosing = false;
  let hasEnded = false;

  function receive(text: string): void {
    if (hasEnded) return;
    activeAt = receivedAt = Date.now();
    received++;
    const frame = parse(text);
    log("debug", "received", frame ?? text);
    if (frame?.event === "batch" && Array.isArray(frame.data)) {
      for (const one of frame.data as unknown[]) if (isFrame(one)) handle(one);
    } else if (frame) handle(frame);
    waitingSince = pending.size > 0 ? receivedAt : undefined;
    if (isClosing) closeWhenIdle();
  }

  function handle(frame: ServerFrame): void {
    if (hasEnded) return;
    const request = settle(frame.request_id);
    if (frame.event === "error") {
      const { code, message, ...details } = (frame.data ?? {}) as ErrorData;
      const error = new ChatError(code, message, details);
      if (request) request.reject(error);
      else if (frame.request_id === undefined) onError(error, transport);
    } else {
      onEvent(frame, transport);
      request?.resolve(frame);
    }
  }

  function settle(requestId = ""): Pending | undefined {
    const request = pending.get(requestId);
    request?.cancel();
    pending.delete(requestId);
    return request;
  }

  function closeWhenIdle(): void {
    isClosing = true;
    if (pending.size === 0) terminate({ reason: "close" });
  }

  function terminate(reason: End): void {
    if (hasEnded) return;
    end(reason);
    socket.close(1000);
  }

  function end(reason: End): void {
    if (hasEnded) return;
    hasEnded = true;
    for (const requestId of [...pending.keys()]) {
      settle(requestId)?.reject(
        new ChatError("DISCONNECTED", "The connection was lost.", { retryable: true }),
      );
    }
    onEnd(transport, reason);
  }

  socket.onopen = () => {
    if (hasEnded) return;
    openedAt = activeAt = Date.now();
    onOpen(transport);
  };
  socket.onmessage = ({ data }: { data: unknown }) => {
    receive(String(data));
  };
  socket.onclose = (event?: { code?: number; reason?: string }) => {
    end({
      reason: openedAt ? "lost" : "handshake",
      ...(event?.code !== undefined && { code: event.code }),
      ...(event?.reason && { detail: event.reason }),
    });
  };
  socket.onerror = () => {
    timers.after(CLOSE_AFTER_ERROR_MS, () => socket.onclose?.(undefined as never));
  };

  const transport: Transport = {
    closeWhenIdle,
    terminate,
    get openedAt() {
      return openedAt;
    },
    get receivedAt() {
      return receivedAt;
    },
    get received() {
      return received;
    },
    get activeAt() {
      return activeAt;
    },
    get waitingSince() {
      return waitingSince;
    },
    request: (action, payload) =>
      new Promise((resolve, reject) => {
        // The prefix avoids collisions with hand-written frames on the same WebSocket.
        const request_id = `~${++requests}`;
        const text = encode({ ...payload, action, request_id });
        activeAt = Date.now();
        waitingSince ??= activeAt;
        const cancel = timers.after(timing.request, () => {
          settle(request_id)?.reject(
            new ChatError("TIMEOUT", "No answer came.", { retryable: true }),
          );
          if (isClosing) closeWhenIdle();
        });
        pending.set(request_id, { resolve, reject, cancel });
        log("debug", "sent", { ...payload, action, request_id });
        try {
          socket.send(text);
        } catch {
          // The socket is closing; its close event follows.
          end({ reason: "lost" });
        }
      }),
  };
  return transport;
}

const isFrame = (value: unknown): value is ServerFrame =>
  typeof (value as Partial<ServerFrame> | null)?.event === "string";

// API Gateway's own frames have no event. The outcome of such a request is unknown: it times out.
function parse(text: string): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    return isFrame(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}
