// What the gateway tells an observer, for a readable log. Never a body, a header, a query or a token.

export type GatewayEvent =
  | { kind: "connected"; connectionId: string }
  | { kind: "refused"; status: number }
  /** A message arrived. Without a route key there was no route for it, and Forbidden went back. */
  | { kind: "message"; connectionId: string; routeKey: string | undefined; bytes: number }
  /** What the gateway made of the handler's answer to a message. */
  | { kind: "answered"; connectionId: string; routeKey: string; outcome: Outcome; ms: number }
  /** A POST to `@connections` was answered, or left hanging by a fault. */
  | { kind: "posted"; connectionId: string; status: number | "hang" }
  | { kind: "disconnected"; connectionId: string; code: number; reason: string }
  /** What a handler threw or got wrong, which clients are not told. `where` is a route key, `authorizer` or `http`. */
  | { kind: "fault"; where: string; connectionId?: string; error: unknown };

export type Outcome = "reply" | "no reply" | "error" | "timeout";

/** Must not throw. */
export type Observe = (event: GatewayEvent) => void;
