// What the gateway does, one readable line for each event that the handlers' own log does not tell.
import { inspect } from "node:util";
import type { GatewayEvent } from "../../local/gateway/gateway.ts";

/** Undefined for what needs no line: the handlers log connections and actions themselves, with the user's id. */
export function eventLine(event: GatewayEvent): string | undefined {
  switch (event.kind) {
    case "refused":
      // 401 is the authorizer's, which logs why.
      return event.status === 401 ? undefined : `refused  status=${event.status}`;
    case "disconnected":
    case "connected":
    case "message":
      return undefined;
    case "answered":
      if (event.outcome === "reply") return undefined;
      return `${event.routeKey}  connection=${event.connectionId}  ${event.outcome}`;
    case "posted":
      if (event.status === 200) return undefined;
      return `post  connection=${event.connectionId}  status=${event.status}`;
    case "fault":
      return `fault in ${event.where}: ${inspect(event.error)}`;
  }
}
