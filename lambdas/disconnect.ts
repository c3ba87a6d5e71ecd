// The Lambda of `$disconnect`: removes the connection from its user. API Gateway may fail to call it; then a post
// answered with 410, or the next connect, removes the connection.

import { identity, type RouteResponse, type WebSocketEvent } from "./runtime/events.ts";
import { tracedEvent } from "./runtime/invocation.ts";
import { log } from "./runtime/log.ts";
import { userStore } from "./runtime/user-store.ts";

export const handler = tracedEvent(async (event: WebSocketEvent): Promise<RouteResponse> => {
  const { userId: user, connectionId: connection } = identity(event).caller;
  await userStore.forget(user, connection, Date.now());
  log("info", "disconnect", { connection, user });
  return { statusCode: 200 };
});
