// Handles a client's message: selects a route, invokes its handler, and sends a reply or an error frame.
import type { Connection } from "./connection.ts";
import { messageEvent } from "./events.ts";
import type { Outcome } from "./gateway-event.ts";
import type { Route } from "./handler.ts";
import { newId } from "./identifiers.ts";
import type { Result } from "./invocations.ts";
import { parseResponse } from "./response.ts";
import { chooseRoute } from "./routing.ts";
import type { Stage } from "./stage.ts";

/** Handles one message, concurrently with the others of its connection. Never rejects. */
export async function handleMessage(
  stage: Stage,
  connection: Connection,
  body: string,
): Promise<void> {
  const { routes, observe } = stage;
  const routeKey = chooseRoute(routes, body);
  const route = routeKey === undefined ? undefined : routes.get(routeKey);
  const bytes = Buffer.byteLength(body);
  observe({ kind: "message", connectionId: connection.id, routeKey, bytes });
  if (routeKey === undefined || !route) {
    sendError(connection, "Forbidden", newId());
    return;
  }
  const begun = Date.now();
  const outcome = await runRoute(stage, connection, routeKey, route, body);
  const ms = Date.now() - begun;
  observe({ kind: "answered", connectionId: connection.id, routeKey, outcome, ms });
}

async function runRoute(
  stage: Stage,
  connection: Connection,
  routeKey: string,
  route: Route,
  body: string,
): Promise<Outcome> {
  const event = messageEvent(stage.deployment, connection.caller, routeKey, body);
  const { requestId } = event.requestContext;
  const result = await stage.invocations.invoke(route.handler, routeKey, event);
  // AWS sends error frames on one-way routes too: only replies need a route response.
  if (result.kind === "timed out") {
    sendError(connection, "Endpoint request timed out", requestId);
    return "timeout";
  }
  try {
    const reply = readReply(result, route.twoWay, stage.limits.messageBytes);
    if (reply === undefined) return "no reply";
    connection.send("reply", reply);
    return "reply";
  } catch (error) {
    stage.observe({ kind: "fault", where: routeKey, connectionId: connection.id, error });
    sendError(connection, "Internal server error", requestId);
    return "error";
  }
}

/** The text of the reply, if any. Throws the handler's error, or a TypeError for an invalid response. */
function readReply(
  result: Exclude<Result, { kind: "timed out" }>,
  twoWay: boolean,
  limitBytes: number,
): string | undefined {
  if (result.kind === "threw") throw result.error;
  if (!twoWay && result.value === null) return undefined;
  const { body = "" } = parseResponse(result.value);
  if (!twoWay) return undefined;
  if (Buffer.byteLength(body) > limitBytes) {
    throw new TypeError(`The reply is over ${limitBytes} bytes`);
  }
  // A `statusCode` over 399 is ignored here; what AWS does with it is unknown.
  return body;
}

function sendError(connection: Connection, message: string, requestId: string): void {
  const frame = { message, connectionId: connection.id, requestId };
  connection.send("reply", JSON.stringify(frame));
}
