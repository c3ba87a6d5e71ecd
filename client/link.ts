// The connection there is: made, made again when it is lost, and replaced before its time is over.

import type { ChatState, Timing } from "./api.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ChatError } from "./errors.ts";
import { closedError, type Timers } from "./timers.ts";
import { pauseAfter } from "./timing.ts";
import { readClaims } from "./token.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

export interface LinkOptions {
  readonly url: string;
  readonly token: () => string | Promise<string>;
  readonly WebSocket: WebSocketConstructor;
  readonly timing: Timing;
  readonly timers: Timers;
  readonly onEvent: ConnectionOptions["onEvent"];
  /** There is a new connection. Once this resolves, the one that it replaces is closed. */
  readonly onOpen: (connection: Connection) => Promise<unknown>;
  readonly onState: (state: ChatState) => void;
  readonly onError: (error: ChatError) => void;
}

interface Waiter {
  readonly resolve: (connection: Connection) => void;
  readonly reject: (error: ChatError) => void;
}

/** A token is renewed so long before it runs out, or when nine tenths of what is left of it are over. */
const TOKEN_LEAD_MS = 60_000;
/** The longest that a timer can be set for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Link {
  state: ChatState = "closed";
  userId: string | undefined;
  /** How often it was closed: what was asked for before is not carried on after. */
  closings = 0;
  /** What requests are sent on. */
  current: Connection | undefined;
  readonly #options: LinkOptions;
  /** Connections that are to be closed once the current one has caught up. */
  readonly #old = new Set<Connection>();
  #waiters: Waiter[] = [];
  /** Stands for the attempt that is under way: an earlier one that ends late finds another here. */
  #attempt: { connection?: Connection } | undefined;
  #failures = 0;
  /** Cancels the pause before the next attempt, or the renewal. */
  #cancelNext = (): void => undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  open(): void {
    if (this.state === "closed") void this.#connect();
  }

  close(): void {
    const connections = [this.current, this.#attempt?.connection, ...this.#old];
    this.current = this.#attempt = undefined;
    this.#failures = 0;
    this.closings++;
    this.#setState("closed");
    for (const connection of connections) connection?.drop(closedError());
    for (const { reject } of this.#waiters.splice(0)) reject(closedError());
  }

  /**
   * The current connection, as soon as there is one.
   *
   * @throws ChatError `CLOSED` if the chat was closed meanwhile
   */
  ready(): Promise<Connection> {
    if (this.current) return Promise.resolve(this.current);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  /** The token of a connection has run out: nothing can be done on it any more. */
  expire(connection: Connection): void {
    if (connection !== this.current) return;
    connection.drop();
    if (this.#failures === 1) this.retryNow();
  }

  /** Does not wait for the next attempt. */
  retryNow(): void {
    if (this.state === "offline") void this.#connect();
  }

  async #connect(): Promise<void> {
    const attempt: { connection?: Connection } = (this.#attempt = {});
    const isOver = (): boolean => this.#attempt !== attempt;
    this.#cancelNext();
    if (!this.current) this.#setState("connecting");
    const cancel = this.#options.timers.after(this.#options.timing.request, () => {
      if (isOver()) return;
      attempt.connection?.drop();
      this.#fail();
    });
    try {
      const token = await this.#options.token();
      const { userId, expiresAt } = readClaims(token);
      if (isOver()) return;
      this.userId = userId;
      attempt.connection = this.#handshake(token);
      await attempt.connection.opened;
      if (isOver()) return;
      if (attempt.connection.hasEnded) this.#fail();
      else this.#adopt(attempt.connection, expiresAt);
    } catch (cause) {
      if (isOver()) return;
      if (!attempt.connection) {
        this.#options.onError(new ChatError("TOKEN", "The token could not be had.", { cause }));
      }
      this.#fail();
    } finally {
      cancel();
    }
  }

  #handshake(token: string): Connection {
    const { url, timers, timing, onEvent } = this.#options;
    const address = new URL(url);
    address.searchParams.set("token", token);
    return new Connection(new this.#options.WebSocket(address.href), {
      ...{ timers, requestMs: timing.request, onEvent },
      onEnd: (connection) => {
        this.#lose(connection);
      },
    });
  }

  #adopt(connection: Connection, expiresAt: number): void {
    if (this.current) this.#old.add(this.current);
    this.current = connection;
    this.#attempt = undefined;
    this.#renewIn(Math.min(this.#lifetime(), this.#remaining(expiresAt)));
    this.#setState("online");
    for (const { resolve } of this.#waiters.splice(0)) resolve(connection);
    void this.#options.onOpen(connection).then(() => {
      if (connection === this.current) for (const old of this.#old) old.retire();
    });
  }

  // Not all at the same age: those that came together, after a deployment say, are spread a little each time.
  #lifetime(): number {
    return this.#options.timing.lifetime * (1 - Math.random() / 10);
  }

  #remaining(expiresAt: number): number {
    const left = expiresAt - Date.now();
    // By this clock it has run out, yet it was accepted: the clock is wrong. The server will say when it is over.
    if (left <= 0) return Infinity;
    return Math.max(left - TOKEN_LEAD_MS, left * 0.9, this.#options.timing.pause);
  }

  #renewIn(ms: number): void {
    this.#cancelNext = this.#options.timers.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      void this.#connect();
    });
  }

  #lose(connection: Connection): void {
    this.#old.delete(connection);
    if (connection !== this.current) return;
    this.current = undefined;
    const wasSound = Date.now() - connection.madeAt > this.#options.timing.request;
    if (wasSound) this.#failures = 0;
    if (this.#attempt) this.#setState("connecting");
    else this.#retryLater();
  }

  #fail(): void {
    this.#attempt = undefined;
    this.#retryLater();
  }

  #retryLater(): void {
    this.#cancelNext();
    if (!this.current) this.#setState("offline");
    this.#renewIn(pauseAfter(this.#failures++, this.#options.timing));
  }

  #setState(state: ChatState): void {
    if (state === this.state) return;
    this.state = state;
    this.#options.onState(state);
  }
}
