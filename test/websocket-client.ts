// A WebSocket client for tests, like a browser's. It queues received frames, which a test reads with `client.next()`.
import { WebSocket } from "undici";
import { PATIENT } from "./patience.ts";

export interface ConnectOptions {
  /** Sent in the query, as a browser does. */
  token?: string;
  /** Additional headers, which a browser cannot set. */
  headers?: Record<string, string>;
  protocols?: string[];
}

export interface TestClient {
  /** The subprotocol that the server chose, or "". */
  readonly protocol: string;
  /** Resolves once the connection is closed, by either side. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Sends an object as JSON, a string unchanged. */
  send(message: object | string): void;
  /** Resolves to the next frame, parsed. Rejects after 30 s without one, and if the connection is closed. */
  next(): Promise<Record<string, unknown>>;
  /** Resolves to the text of the next frame. Rejects as `next` does. */
  nextText(): Promise<string>;
  /** Closes the connection and resolves as `closed`. A close frame without a code is read by the server as 1005. */
  close(code?: number, reason?: string): Promise<{ code: number; reason: string }>;
}

/** Resolves once the connection is open. Rejects if it is refused, without the reason: a browser does not expose it. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<TestClient> {
  const address = new URL(url);
  if (options.token !== undefined) address.searchParams.set("token", options.token);
  const socket = new WebSocket(address, {
    ...(options.protocols && { protocols: options.protocols }),
    ...(options.headers && { headers: options.headers }),
  });
  const frames = new FrameQueue();
  socket.addEventListener("message", ({ data }) => {
    frames.push(String(data));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener("close", ({ code, reason }) => {
      frames.end(new Error(`The connection was closed with ${code} ${reason}`.trim()));
      resolve({ code, reason });
    });
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("close", () => {
      reject(new Error(`The handshake with ${address.origin}${address.pathname} failed`));
    });
  });
  return {
    protocol: socket.protocol,
    closed,
    send: (message) => {
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
    },
    next: async () => JSON.parse(await frames.next()) as Record<string, unknown>,
    nextText: () => frames.next(),
    close: (code, reason) => {
      socket.close(code, reason);
      return closed;
    },
  };
}

interface Waiter {
  resolve: (text: string) => void;
  reject: (error: Error) => void;
  timeout: NodeJS.Timeout;
}

class FrameQueue {
  readonly #frames: string[] = [];
  readonly #waiters: Waiter[] = [];
  #ended: Error | undefined;

  push(text: string): void {
    const waiter = this.#shift();
    if (waiter) waiter.resolve(text);
    else this.#frames.push(text);
  }

  next(): Promise<string> {
    const text = this.#frames.shift();
    if (text !== undefined) return Promise.resolve(text);
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(new Error(`No frame came within ${PATIENT.timeout} ms`));
      }, PATIENT.timeout);
      const waiter = { resolve, reject, timeout };
      this.#waiters.push(waiter);
    });
  }

  end(error: Error): void {
    this.#ended = error;
    for (let waiter = this.#shift(); waiter; waiter = this.#shift()) waiter.reject(error);
  }

  #shift(): Waiter | undefined {
    const waiter = this.#waiters.shift();
    if (waiter) clearTimeout(waiter.timeout);
    return waiter;
  }
}
