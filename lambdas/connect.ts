// The Lambda of `$connect`: stores the connection. No post reaches the connection before this Lambda has returned.

import { chargeOf } from "./chat/tokens.ts";
import type { Connection } from "./chat/model.ts";
import { evict } from "./runtime/evict.ts";
import { identity, type RouteResponse, type WebSocketEvent } from "./runtime/events.ts";
import { tracedEvent } from "./runtime/invocation.ts";
import { limits } from "./runtime/limits.ts";
import { log } from "./runtime/log.ts";
import type { Connected } from "./store/users.ts";
import { userStore } from "./runtime/user-store.ts";
import { isUnavailable } from "./http/unavailable.ts";
import { isTooLarge } from "./store/unavailable.ts";

/** API Gateway closes every connection after 2 hours. */
const LONGEST_MS = 2 * 60 * 60 * 1_000;

export const handler = tracedEvent(async (event: WebSocketEvent): Promise<RouteResponse> => {
  const { caller, expiresAt } = identity(event);
  const { connectionId, userId: user } = caller;
  const line = { connection: connectionId, user };
  try {
    const connected = await connect(event, caller, expiresAt);
    if (!connected) {
      log("info", "connect", { ...line, code: "RATE_LIMITED" });
      return { statusCode: 429 };
    }
    if (connected.isBanned) {
      await userStore.forget(user, connectionId, Date.now());
      log("info", "connect", { ...line, code: "BANNED" });
      return { statusCode: 403 };
    }
    await tidy(user, connectionId, connected.connections);
  } catch (error) {
    log("error", "connect", { ...line, error });
    return { statusCode: isUnavailable(error) ? 503 : 500 };
  }
  log("info", "connect", line);
  return { statusCode: 200 };
});

async function connect(
  { requestContext: { connectedAt }, queryStringParameters }: WebSocketEvent,
  { connectionId: id, userId: user, firstName }: ReturnType<typeof identity>["caller"],
  expiresAt: number,
): Promise<Connected | undefined> {
  const now = Date.now();
  const until = Math.min(connectedAt + LONGEST_MS, expiresAt);
  const batch = queryStringParameters?.batch === "1";
  const connection = {
    id,
    until,
    ...(until < connectedAt + LONGEST_MS && { since: connectedAt }),
    ...(batch && { batch }),
  };
  const remember = () =>
    userStore.connect(user, connection, chargeOf(limits.connects, 1, now), firstName);
  try {
    return await remember();
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    // The user's item is full of dead connections: remove some first.
    await userStore.sweep(user, (await userStore.connections(user)).filter(isDeadAt(now)));
    return await remember();
  }
}

const isDeadAt =
  (now: number) =>
  ({ until }: Connection): boolean =>
    until <= now;

const madeAt = ({ since, until }: Connection): number => since ?? until - LONGEST_MS;

// Removes the user's dead connections, and closes the oldest live ones beyond the limit. A failure is only logged: the
// new connection is stored already, and is not refused because of it.
async function tidy(user: string, own: string, connections: readonly Connection[]): Promise<void> {
  const isDead = isDeadAt(Date.now());
  const dead = connections.filter(isDead);
  const others = connections
    .filter((connection) => !isDead(connection) && connection.id !== own)
    .sort((a, b) => madeAt(b) - madeAt(a));
  const excess = others.slice(limits.connections - 1);
  try {
    await Promise.all(excess.map(({ id }) => evict(id)));
    await userStore.sweep(user, [...excess, ...dead]);
  } catch (error) {
    log("warn", "connect", { user, dead: dead.length, error });
  }
}
