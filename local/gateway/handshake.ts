// Handles an upgrade request: invokes the authorizer and `$connect`, and sends the 101 after both.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import pLimit from "p-limit";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { authorize } from "./authorize.ts";
import { closeCodes } from "./connection.ts";
import { disconnect } from "./disconnect.ts";
import { connectEvent } from "./events.ts";
import type { Caller, HandshakeRequest } from "./handshake-request.ts";
import { readHandshake, splitUrl } from "./handshake-request.ts";
import type { Result } from "./invocations.ts";
import { Rate } from "./rate.ts";
import type { Refusal } from "./refusal.ts";
import { refusal, refuse } from "./refusal.ts";
import { parseResponse, responseHeader } from "./response.ts";
import type { Stage } from "./stage.ts";

/** Receives an admitted client; `stream` carries its frames. */
export type Establish = (caller: Caller, socket: WebSocket, stream: Duplex) => void;

/**
 * The number of handshakes that run concurrently. On AWS each has its own container. Here all share one process and its
 * sockets, and with more handshakes, waiting requests to the database would time out.
 */
const ADMITTED_AT_ONCE = 50;

/** Creates the `upgrade` listener of an HTTP server. It never throws or rejects. */
export function handshakes(stage: Stage, establish: Establish) {
  const upgrade = upgrader(stage);
  const rate = new Rate(stage.limits.connectionsPerSecond);
  const admitting = pLimit(ADMITTED_AT_ONCE);
  return async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    // Without this listener, a client that resets the connection during its handshake would end the process.
    stream.on("error", () => {
      stream.destroy();
    });
    const admission = rate.take()
      ? await admitting(() => (stage.stopping ? refusal(503) : admit(stage, request, stream)))
      : refusal(429);
    if ("status" in admission) {
      stage.observe({ kind: "refused", status: admission.status });
      refuse(stream, admission);
      return;
    }
    const { caller, subprotocol } = admission;
    const socket = upgrade(request, stream, head, subprotocol);
    if (socket) establish(caller, socket, stream);
    else await disconnect(stage, caller, closeCodes.abnormal, "");
  };
}

interface Admission {
  caller: Caller;
  subprotocol: string | undefined;
}

async function admit(
  stage: Stage,
  request: IncomingMessage,
  stream: Duplex,
): Promise<Admission | Refusal> {
  const wrong = checkRequest(stage, request);
  if (wrong) return wrong;
  const handshake = readHandshake(request);
  const authorized = await authorize(stage, handshake);
  if ("status" in authorized) return authorized;
  // Whether AWS runs `$connect` for a client that has disconnected is unknown. Here it is skipped: no client is left to
  // answer.
  if (stage.stopping || stream.destroyed) return refusal(503);
  const { identity } = authorized;
  const caller = { ...handshake.caller, ...(identity && { authorizer: identity }) };
  return connect(stage, { ...handshake, caller });
}

/** Checks a request before it is parsed. The status that AWS gives to a URL that is too long is unknown. */
function checkRequest(stage: Stage, request: IncomingMessage): Refusal | undefined {
  const { headers, method, url = "" } = request;
  if (url.length > stage.limits.urlCharacters) return refusal(414);
  if (splitUrl(request).path !== `/${stage.deployment.stage}`) return refusal(403);
  const valid =
    method === "GET" &&
    headers.upgrade?.toLowerCase() === "websocket" &&
    headers["sec-websocket-version"] === "13" &&
    /^[+/\w]{22}==$/.test(headers["sec-websocket-key"] ?? "");
  return valid ? undefined : refusal(400);
}

async function connect(stage: Stage, handshake: HandshakeRequest): Promise<Admission | Refusal> {
  const { caller } = handshake;
  const route = stage.routes.get("$connect");
  if (!route) return { caller, subprotocol: undefined };
  const event = connectEvent(stage.deployment, handshake);
  const result = await stage.invocations.invoke(route.handler, "$connect", event);
  // The status for a `$connect` that times out is unknown on AWS; API Gateway uses 504 elsewhere.
  if (result.kind === "timed out") return refusal(504, "Endpoint request timed out");
  try {
    return readConnectResponse(caller, result);
  } catch (error) {
    stage.observe({ kind: "fault", where: "$connect", connectionId: caller.connectionId, error });
    return refusal(502, "Internal server error");
  }
}

function readConnectResponse(
  caller: Caller,
  result: Exclude<Result, { kind: "timed out" }>,
): Admission | Refusal {
  if (result.kind === "threw") throw result.error;
  const response = parseResponse(result.value);
  const { statusCode = 0 } = response;
  if (statusCode >= 200 && statusCode < 300) {
    return { caller, subprotocol: responseHeader(response, "sec-websocket-protocol") };
  }
  if (statusCode < 300 || statusCode > 599) throw new TypeError("The statusCode is no HTTP status");
  // Whether AWS forwards the body of `$connect`'s response is unknown, so it is omitted.
  return refusal(statusCode);
}

/** Creates a function that sends the 101 and returns the socket, or undefined if the client has disconnected. */
function upgrader(stage: Stage) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // The frame reader applies this limit first; here it only bounds the memory of ws.
    maxPayload: stage.limits.messageBytes,
    // ws would echo the first protocol offered. AWS returns only what `$connect` returns.
    handleProtocols: () => false,
  });
  const subprotocols = new WeakMap<IncomingMessage, string>();
  server.on("headers", (headers, request) => {
    const subprotocol = subprotocols.get(request);
    // Sent even if the client did not offer it: the client then fails, as on AWS, which reveals the mistake.
    if (subprotocol !== undefined) headers.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
  });
  return (request: IncomingMessage, stream: Duplex, head: Buffer, subprotocol?: string) => {
    let socket: WebSocket | undefined;
    if (subprotocol !== undefined) subprotocols.set(request, subprotocol);
    if (stage.stopping) stream.destroy();
    else {
      server.handleUpgrade(request, stream, head, (opened) => {
        socket = opened;
      });
    }
    return socket;
  };
}
