// What a chat can be told when it is made. The defaults are in policy.ts.

import type { ConnectionChange } from "./events.ts";
import type { OutboxPersister } from "./persist-outbox.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

export interface ChatOptions {
  /** `wss://…`, without a token. */
  url: string;
  /**
   * Asked before every connection, so that it may come from where tokens are renewed. It may throw `Unauthorized`: the
   * chat is closed then. Whatever else it throws is told as an `error` with the code `TOKEN`, and it is asked again.
   */
  token: () => string | Promise<string>;
  /** Where the platform has none (Node before 22): that of undici or ws. */
  WebSocket?: WebSocketConstructor | undefined;
  /**
   * Where the token goes in the handshake. `header` keeps it out of URLs, which proxies write down, and needs a WebSocket
   * that takes headers: Node's, undici's or ws's. Default: `header` in Node, else `query`, all that a browser can do.
   */
  auth?: "header" | "query" | undefined;
  /**
   * Whether to connect again after a connection was lost or could not be made. If not, the chat is `closed`. By default
   * always, except after the close codes 1008, 3000, 3003 and 4400 to 4499, by which a server says that it will not
   * have this client. `TOO_MANY_CONNECTIONS` and `Unauthorized` close the chat in any case.
   */
  shouldReconnect?: ((end: ConnectionChange) => boolean) | undefined;
  /** The pauses before a reconnect and before a request is repeated; or a function that gives them. */
  backoff?: Partial<Backoff> | ((failures: number) => number) | undefined;
  /** Gets what the client does, `console` for example. Frames (level `debug`) are told as they are, tokens never. */
  logger?: Logger | undefined;
  /** `persistOutbox(…)` keeps what was written, so that it goes out after a reload too. */
  outbox?: OutboxPersister | undefined;
  /** For other quotas than API Gateway's, and for tests. */
  timing?: Partial<Timing> | undefined;
}

/**
 * After the nth failure in a row, the first being 0, a pause is anything up to `initial` times 2 to the power of n, at
 * most `max`. The whole range is drawn from ("full jitter"), so that clients which failed together do not come back
 * together. In milliseconds.
 */
export interface Backoff {
  /** Default: 1 s. */
  initial: number;
  /** Default: 60 s. */
  max: number;
}

export type LogLevel = "debug" | "info" | "warn" | "error";
export type Logger = Partial<Record<LogLevel, (message: string, details?: unknown) => void>>;

/** In milliseconds; `Infinity` is never. The defaults fit API Gateway. */
export interface Timing {
  /** How long a request waits for its answer before it is repeated. API Gateway takes 29 s at most. Default: 30 s. */
  request: number;
  /** How long the `token` callback may take, and after it the handshake. Default: 20 s. */
  handshake: number;
  /**
   * A connection that says nothing for so long is sent a `ping` while it is in use: a request waits for its answer, or
   * the page is visible. Default: 8 s.
   */
  heartbeat: number;
  /** A connection that says nothing for so long after such a `ping` is given up. Default: 10 s. */
  pong: number;
  /** A connection on which nothing was sent or received for so long is sent a `ping` in any case. Default: 8 minutes. */
  ping: number;
  /** A connection is replaced by a new one at this age, or up to a tenth sooner. Default: 110 minutes. */
  lifetime: number;
  /** How often it is asked whether something was missed. Default: 5 minutes. */
  sync: number;
  /** How long an event that came too early waits for those before it. Default: 2 s, in large rooms 2 to 12 s. */
  gap: number;
  /** At most one `typing` goes out per room in this time. Default: 3 s. */
  typingThrottle: number;
  /** Somebody who wrote nothing for so long stopped typing. Default: 6 s. */
  typingExpiry: number;
  /** At most one `messageSeen` goes out per large room in this time. Default: 10 s. */
  seenThrottle: number;
}
