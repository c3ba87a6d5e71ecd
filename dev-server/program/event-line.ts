// One readable line for each event of the gateway that the handlers do not log.
import { inspect } from "node:util";
import type { GatewayEvent } from "../../local/gateway/gateway.ts";

/**
 * Returns undefined for events without a line: the handlers log connections and actions themselves, with the user's id.
 */
export function eventLine(event: GatewayEvent): string | undefined {
  switch (event.kind) {
    case "refused":
      // The authorizer logs why it refuses with 401.
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
