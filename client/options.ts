// The options of `createChat`. The defaults are in policy.ts.

import type { ConnectionChange } from "./events.ts";
import type { OutboxPersister } from "./persist-outbox.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

export interface ChatOptions {
  /** `wss://…`, without a token. */
  url: string;
  /**
   * Called before every connection, so that it can return a fresh token. If it throws `Unauthorized`, the chat is
   * closed. Any other error is emitted as an `error` with the code `TOKEN`, and the callback is called again later.
   */
  token: () => string | Promise<string>;
  /** For platforms without one (Node before 22): undici's or ws's. */
  WebSocket?: WebSocketConstructor | undefined;
  /**
   * Where the token goes in the handshake. `header` keeps it out of URLs, which proxies log, and needs a WebSocket that
   * takes headers: Node's, undici's or ws's. Default: `header` in Node, else `query`, the only way in browsers.
   */
  auth?: "header" | "query" | undefined;
  /**
   * Whether to reconnect after a connection was lost or could not be made. If not, the chat is `closed`. Default:
   * always, except after the close codes 1008, 3000, 3003 and 4400 to 4499, with which a server rejects this client.
   * `TOO_MANY_CONNECTIONS` and `Unauthorized` always close the chat.
   */
  shouldReconnect?: ((end: ConnectionChange) => boolean) | undefined;
  /** The pauses before a reconnect and before a request is repeated, or a function that returns them. */
  backoff?: Partial<Backoff> | ((failures: number) => number) | undefined;
  /** A logger, `console` for example. Frames are logged whole, at level `debug`; tokens never are. */
  logger?: Logger | undefined;
  /** `persistOutbox(…)` keeps unsent changes, so that they are sent after a reload. */
  outbox?: OutboxPersister | undefined;
  /** For quotas other than API Gateway's, and for tests. */
  timing?: Partial<Timing> | undefined;
}

/**
 * After the nth failure in a row, counted from 0, a pause is a random time up to `initial` × 2ⁿ, at most `max`. The
 * whole range is used ("full jitter"), so that clients which failed together do not return together. In milliseconds.
 */
export interface Backoff {
  /** Default: 1 s. */
  initial: number;
  /** Default: 60 s. */
  max: number;
}

export type LogLevel = "debug" | "info" | "warn" | "error";
export type Logger = Partial<Record<LogLevel, (message: string, details?: unknown) => void>>;

/** In milliseconds; `Infinity` disables a timer. The defaults fit API Gateway. */
export interface Timing {
  /** How long a request waits for its answer before it is repeated. API Gateway takes at most 29 s. Default: 30 s. */
  request: number;
  /** The time limit of the `token` callback, and of the handshake. Default: 20 s. */
  handshake: number;
  /**
   * A connection in use (a request is pending, or the page is visible) that is silent for this long is sent a `ping`.
   * Default: 8 s.
   */
  heartbeat: number;
  /** A connection that stays silent for this long after such a `ping` is dropped. Default: 10 s. */
  pong: number;
  /** A connection that is idle for this long is sent a `ping` in any case. Default: 8 minutes. */
  ping: number;
  /** A connection is replaced at this age, or up to a tenth earlier. Default: 110 minutes. */
  lifetime: number;
  /** How often the client checks for missed events. Default: 5 minutes. */
  sync: number;
  /** How long an event that arrived early waits for those before it. Default: 2 s, in large rooms 2 to 12 s. */
  gap: number;
  /** At most one `typing` is sent per room in this time. Default: 3 s. */
  typingThrottle: number;
  /** A user who typed nothing for this long has stopped typing. Default: 6 s. */
  typingExpiry: number;
  /** At most one `messageSeen` is sent per large room in this time. Default: 10 s. */
  seenThrottle: number;
}
