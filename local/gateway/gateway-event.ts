// The gateway's events for an observer, for a readable log. They never contain a body, a header, a query or a token.

export type GatewayEvent =
  | { kind: "connected"; connectionId: string }
  | { kind: "refused"; status: number }
  /** A message arrived. Without a route key it had no route, and was answered with Forbidden. */
  | { kind: "message"; connectionId: string; routeKey: string | undefined; bytes: number }
  /** How the gateway used the handler's answer to a message. */
  | { kind: "answered"; connectionId: string; routeKey: string; outcome: Outcome; ms: number }
  /** A POST to `@connections` was answered, or left hanging by a fault. */
  | { kind: "posted"; connectionId: string; status: number | "hang" }
  | { kind: "disconnected"; connectionId: string; code: number; reason: string }
  /**
   * A handler threw or gave an invalid answer, which clients are not told. `where` is a route key, `authorizer` or
   * `http`.
   */
  | { kind: "fault"; where: string; connectionId?: string; error: unknown };

export type Outcome = "reply" | "no reply" | "error" | "timeout";

/** Must not throw. */
export type Observe = (event: GatewayEvent) => void;
