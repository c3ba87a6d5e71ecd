// The gateway's events for an observer, such as a log. They never contain a body, a header, a query or a token.

export type GatewayEvent =
  | { kind: "connected"; connectionId: string }
  | { kind: "refused"; status: number }
  /** A message arrived. Without a route key, no route matched, and the client received a Forbidden error. */
  | { kind: "message"; connectionId: string; routeKey: string | undefined; bytes: number }
  /** A message's handler returned, threw or timed out, after `ms` milliseconds. */
  | { kind: "answered"; connectionId: string; routeKey: string; outcome: Outcome; ms: number }
  /** A POST to `@connections` was answered, or left hanging by a fault. */
  | { kind: "posted"; connectionId: string; status: number | "hang" }
  | { kind: "disconnected"; connectionId: string; code: number; reason: string }
  /**
   * A handler threw or returned an invalid response, or the authorizer or `$disconnect` timed out; clients do not
   * receive the error. `where` is a route key, `authorizer` or `http`.
   */
  | { kind: "fault"; where: string; connectionId?: string; error: unknown };

export type Outcome = "reply" | "no reply" | "error" | "timeout";

/** Must not throw. */
export type Observe = (event: GatewayEvent) => void;
