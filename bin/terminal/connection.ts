// One user's WebSocket, made anew whenever it is lost, and the requests that wait for their reply on it.
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { CannotConnect, openSocket, Refused } from "./socket.ts";
import type { Token } from "./token.ts";

/** How a request ended. After `lost` and `timeout`, what became of it is unknown. */
export type Outcome = "answered" | "lost" | "timeout";

export interface ConnectionOptions {
  url: string;
  /** Asked before each handshake, since the last token may have run out. */
  getToken: () => Promise<Token>;
  /** Takes a frame, and returns the key of the request that it answers, if any. */
  onFrame: (text: string) => string | undefined;
  /** A line about the connection itself. */
  onStatus: (line: string) => void;
  /** There is a connection again. */
  onReconnected: () => void;
  /** There will be no connection any more. */
  onRefused: (reason: unknown) => void;
}

const REPLY_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A token is renewed this long before it runs out, since nothing is delivered afterwards. */
const RENEWAL_LEAD_MS = 60_000;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  /** The connection there is, or is going to be. */
  #socket: Promise<WebSocket>;
  /** The connection there is, or was last. */
  #latest: WebSocket | undefined;
  #isClosing = false;

  private constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = this.#connect();
  }

  /** @throws CannotConnect */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options);
    await connection.#socket;
    return connection;
  }

  /**
   * Sends a frame, as soon as there is a connection, and waits up to 10 s for its reply.
   *
   * @param key what `onFrame` returns when the reply is there
   * @throws CannotConnect if there will be no connection any more
   */
  async request(text: string, key: string): Promise<Outcome> {
    const socket = await this.#socket;
    const outcome = new Promise<Outcome>((resolve) => this.#waiting.set(key, resolve));
    const timer = setTimeout(() => {
      this.#settle(key, "timeout");
    }, REPLY_MS);
    socket.send(text, (error) => {
      if (error) this.#settle(key, "lost");
    });
    return outcome.finally(() => {
      clearTimeout(timer);
    });
  }

  /** Says goodbye, and so comes back with a new token. */
  async renew(): Promise<void> {
    (await this.#socket).close(1000);
  }

  /** Says goodbye for good, and waits up to 1 s for the server to do the same. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const socket = this.#latest;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const closed = once(socket, "close");
    socket.close(1000);
    await Promise.race([closed, delay(1_000, undefined, { ref: false })]);
    socket.terminate();
  }

  async #connect(): Promise<WebSocket> {
    const { url, getToken, onFrame } = this.#options;
    const { token, expiresIn } = await getToken();
    const socket = await openSocket(url, token, (text) => {
      const answered = onFrame(text);
      if (answered !== undefined) this.#settle(answered, "answered");
    });
    this.#latest = socket;
    const renewal = expiresIn === undefined ? undefined : this.#renewBefore(expiresIn * 1000);
    socket.on("close", (code: number) => {
      clearTimeout(renewal);
      this.#lose(code);
    });
    return socket;
  }

  #renewBefore(lifetimeMs: number): NodeJS.Timeout {
    const ms = Math.max(lifetimeMs - RENEWAL_LEAD_MS, lifetimeMs / 2);
    return setTimeout(() => void this.renew(), ms).unref();
  }

  #lose(code: number): void {
    for (const key of this.#waiting.keys()) this.#settle(key, "lost");
    if (this.#isClosing) return;
    const { onStatus, onReconnected, onRefused } = this.#options;
    // 1000 is what `renew` closes with, and nothing to worry anyone with.
    const isLoss = code !== 1000;
    if (isLoss) onStatus(`The connection is lost (${code}).`);
    this.#socket = this.#reconnect();
    this.#socket.then(
      () => {
        onStatus(isLoss ? "Connected again." : "Connected with a new token.");
        onReconnected();
      },
      (error: unknown) => {
        if (!this.#isClosing) onRefused(error);
      },
    );
  }

  async #reconnect(): Promise<WebSocket> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return await this.#connect();
      } catch (error) {
        if (!(error instanceof CannotConnect) || error instanceof Refused) throw error;
        this.#options.onStatus(`${error.message} Trying again in ${pause / 1000} s.`);
        await delay(pause);
        if (this.#isClosing) throw error;
      }
    }
  }

  #settle(key: string, outcome: Outcome): void {
    this.#waiting.get(key)?.(outcome);
    this.#waiting.delete(key);
  }
}
