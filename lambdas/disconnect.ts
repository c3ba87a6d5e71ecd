// The Lambda of `$disconnect`: forgets the connection. API Gateway may never call it; then a 410 or a sweep does it.

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
