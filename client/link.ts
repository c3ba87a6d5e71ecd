// The connection there is: made, made again when it is lost, and replaced before its time is over.

import type { ChatOptions, ChatState } from "./api.ts";
import { makeConnection, type Connection, type ConnectionOptions } from "./connection.ts";
import { ChatError } from "./errors.ts";
import type { Surroundings } from "./surroundings.ts";
import { closedError } from "./timers.ts";
import { pauseAfter } from "./timing.ts";
import { readClaims } from "./token.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

export interface LinkOptions extends Pick<ChatOptions, "url" | "token"> {
  readonly WebSocket: WebSocketConstructor;
  readonly onEvent: ConnectionOptions["onEvent"];
  /** There is a new connection. Once this resolves, the one that it replaces is closed. */
  readonly onOpen: (connection: Connection) => Promise<unknown>;
}

export interface Link {
  readonly state: ChatState;
  readonly userId: string | undefined;
  /** What requests are sent on. */
  readonly current: Connection | undefined;
  /** How often it was closed: what was asked for before is not carried on after. */
  readonly closings: number;
  open(): void;
  close(): void;
  /** Resolves when the state changes. */
  changed(): Promise<void>;
  /** The token of a connection has run out: nothing can be done on it any more. */
  expire(connection: Connection): void;
  /** Does not wait for the next attempt. */
  retryNow(): void;
}

/** A token is renewed so long before it runs out, or when nine tenths of what is left of it are over. */
const TOKEN_LEAD_MS = 60_000;
/** The longest that a timer can be set for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function makeLink(around: Surroundings, options: LinkOptions): Link {
  const { timers, timing, emitter, report } = around;
  let state: ChatState = "closed";
  let userId: string | undefined;
  let current: Connection | undefined;
  let closings = 0;
  /** Connections that are to be closed once the current one has caught up. */
  const old = new Set<Connection>();
  /** The attempt that is under way: an earlier one that ends late finds another here. */
  let attempt: { connection?: Connection } | undefined;
  let failures = 0;
  /** Cancels the pause before the next attempt, or the renewal. */
  let cancelNext = (): void => undefined;

  async function connect(): Promise<void> {
    const own: { connection?: Connection } = (attempt = {});
    const isOver = (): boolean => attempt !== own;
    cancelNext();
    if (!current) setState("connecting");
    const cancel = timers.after(timing.request, () => {
      if (isOver()) return;
      own.connection?.drop();
      fail();
    });
    try {
      const token = await options.token();
      const claims = readClaims(token);
      if (isOver()) return;
      userId = claims.userId;
      own.connection = handshake(token);
      await own.connection.opened;
      if (isOver()) return;
      if (own.connection.hasEnded) fail();
      else adopt(own.connection, claims.expiresAt);
    } catch (cause) {
      if (isOver()) return;
      if (!own.connection) {
        report(new ChatError("TOKEN", "The token could not be had.", { cause }));
      }
      fail();
    } finally {
      cancel();
    }
  }

  function handshake(token: string): Connection {
    const { url, WebSocket, onEvent } = options;
    const address = new URL(url);
    address.searchParams.set("token", token);
    return makeConnection(around, new WebSocket(address.href), { onEvent, onEnd: lose });
  }

  function adopt(connection: Connection, expiresAt: number): void {
    if (current) old.add(current);
    current = connection;
    attempt = undefined;
    // Not all at the same age: those that came together, after a deployment say, are spread a little each time.
    const lifetime = timing.lifetime * (1 - Math.random() / 10);
    connectIn(Math.min(lifetime, renewalIn(expiresAt)));
    setState("online");
    void options.onOpen(connection).then(() => {
      for (const replaced of old) replaced.retire();
    });
  }

  function renewalIn(expiresAt: number): number {
    const left = expiresAt - Date.now();
    // By this clock it has run out, yet it was accepted: the clock is wrong. The server will say when it is over.
    if (left <= 0) return Infinity;
    return Math.max(left - TOKEN_LEAD_MS, left * 0.9, timing.pause);
  }

  function connectIn(ms: number): void {
    cancelNext = timers.after(Math.min(ms, LONGEST_TIMER_MS), () => void connect());
  }

  function lose(connection: Connection): void {
    old.delete(connection);
    if (connection !== current) return;
    current = undefined;
    const wasSound = Date.now() - connection.madeAt > timing.request;
    if (wasSound) failures = 0;
    if (attempt) setState("connecting");
    else retryLater();
  }

  function fail(): void {
    attempt = undefined;
    retryLater();
  }

  function retryLater(): void {
    cancelNext();
    if (!current) setState("offline");
    connectIn(pauseAfter(failures++, timing));
  }

  function retryNow(): void {
    if (state === "offline") void connect();
  }

  function setState(next: ChatState): void {
    if (next === state) return;
    state = next;
    emitter.emit("state", state);
  }

  return {
    retryNow,
    get state() {
      return state;
    },
    get userId() {
      return userId;
    },
    get current() {
      return current;
    },
    get closings() {
      return closings;
    },
    open() {
      if (state === "closed") void connect();
    },
    close() {
      const connections = [current, attempt?.connection, ...old];
      current = attempt = undefined;
      failures = 0;
      closings++;
      setState("closed");
      for (const connection of connections) connection?.drop(closedError());
    },
    changed: () =>
      new Promise((resolve) => {
        const stop = emitter.on("state", () => {
          stop();
          resolve();
        });
      }),
    expire(connection) {
      if (connection !== current) return;
      connection.drop();
      if (failures === 1) retryNow();
    },
  };
}
