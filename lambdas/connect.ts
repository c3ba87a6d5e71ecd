// The Lambda of `$connect`: remembers the connection. Nothing can be posted to it before this has returned.

import type { Connection } from "./chat/model.ts";
import { identity, type RouteResponse, type WebSocketEvent } from "./runtime/events.ts";
import { log } from "./runtime/log.ts";
import { people } from "./runtime/people.ts";
import { isUnavailable } from "./store/unavailable.ts";

/** API Gateway closes every connection after 2 hours. */
const LONGEST_MS = 2 * 60 * 60 * 1_000;

export const handler = async (event: WebSocketEvent): Promise<RouteResponse> => {
  const { caller, expiresAt } = identity(event);
  const { connectionId: id, userId: user, firstName } = caller;
  const until = Math.min(event.requestContext.connectedAt + LONGEST_MS, expiresAt);
  const batch = event.queryStringParameters?.batch === "1";
  const line = { connection: id, user };
  try {
    const dead = await people.connect(
      user,
      { id, until, ...(batch && { batch }) },
      Date.now(),
      firstName,
    );
    await sweep(user, dead);
  } catch (error) {
    log("error", "connect", { ...line, error });
    return { statusCode: isUnavailable(error) ? 503 : 500 };
  }
  log("info", "connect", line);
  return { statusCode: 200 };
};

// Housekeeping: a connection that has been remembered is not refused because of it.
const sweep = (user: string, dead: Connection[]): Promise<void> =>
  people.sweep(user, dead).catch((error: unknown) => {
    log("warn", "connect", { user, dead: dead.length, error });
  });
