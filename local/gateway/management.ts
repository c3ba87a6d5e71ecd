// The @connections API: post to a connection, describe it, end it, with AWS's statuses and error headers.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connection } from "./connection.ts";
import { closeCodes } from "./connection.ts";
import { splitUrl } from "./handshake-request.ts";
import { isConnectionId, newId } from "./identifiers.ts";
import type { Stage } from "./stage.ts";

/** Whether a request is for @connections, of whichever stage. */
export function isManagement(path: string): boolean {
  return /^(\/[^/]+)?\/@connections(\/|$)/.test(path);
}

/** Makes the handler of these requests. It never rejects on a client that goes away. */
export function management(stage: Stage) {
  let posts = 0;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const prefix = `/${stage.deployment.stage}/@connections/`;
    const { path } = splitUrl(request);
    const { method = "" } = request;
    if (!path.startsWith(prefix) || !["POST", "GET", "DELETE"].includes(method)) {
      fail(response, errors.forbidden);
      return;
    }
    if (!isSigned(request)) {
      fail(response, errors.unsigned);
      return;
    }
    const id = decode(path.slice(prefix.length));
    if (!isConnectionId(id)) {
      fail(response, errors.badId, id);
      return;
    }
    if (method === "POST") await post(request, response, id);
    else if (method === "GET") get(response, id);
    else remove(response, id);
  };

  async function post(request: IncomingMessage, response: ServerResponse, id: string) {
    const outcome = await postOutcome(request, id);
    stage.observe({ kind: "posted", connectionId: id, status: outcome });
    if (outcome === "hang") return;
    if (outcome === 200) succeed(response, 200);
    else fail(response, postErrors[outcome], id);
  }

  async function postOutcome(request: IncomingMessage, id: string) {
    const { messageBytes, sendBufferBytes } = stage.limits;
    const data = await readBody(request, messageBytes);
    if (!data) return 413;
    const fault = stage.faults.post?.(id, ++posts);
    if (fault !== undefined) return fault;
    const connection = stage.connections.get(id);
    if (!connection?.open) return 410;
    if (connection.bufferedBytes + data.length > sendBufferBytes) return 429;
    // A text frame cannot hold arbitrary bytes. What AWS does with them is uncertain; here they become U+FFFD.
    return (await connection.send("post", data.toString("utf8"))) ? 200 : 410;
  }

  function get(response: ServerResponse, id: string): void {
    const connection = stage.connections.get(id);
    if (!connection?.open) fail(response, errors.gone, id);
    else succeed(response, 200, describe(connection));
  }

  function remove(response: ServerResponse, id: string): void {
    const connection = stage.connections.get(id);
    if (!connection?.open) {
      fail(response, errors.gone, id);
      return;
    }
    connection.end(closeCodes.normal, "Connection Closed Normally");
    succeed(response, 204);
  }
}

function describe({ caller, lastActiveAt }: Connection) {
  return {
    connectedAt: new Date(caller.connectedAt).toISOString(),
    identity: { sourceIp: caller.sourceIp, userAgent: caller.userAgent },
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

interface ApiError {
  status: number;
  name: string;
  message: string;
}

const errors = {
  forbidden: { status: 403, name: "ForbiddenException", message: "Forbidden" },
  unsigned: { status: 403, name: "ForbiddenException", message: "Missing Authentication Token" },
  badId: { status: 400, name: "BadRequestException", message: "Invalid connectionId" },
  gone: { status: 410, name: "GoneException", message: "Gone" },
} satisfies Record<string, ApiError>;

const postErrors = {
  410: errors.gone,
  413: { status: 413, name: "PayloadTooLargeException", message: "Payload Too Large" },
  429: { status: 429, name: "LimitExceededException", message: "Too Many Requests" },
  500: { status: 500, name: "InternalServerErrorException", message: "Internal server error" },
} satisfies Record<number, ApiError>;

function succeed(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, {
    "x-amzn-RequestId": newId(),
    ...(body && { "Content-Type": "application/json" }),
  });
  response.end(body && JSON.stringify(body));
}

function fail(response: ServerResponse, { status, name, message }: ApiError, id?: string): void {
  const requestId = newId();
  response.writeHead(status, {
    "Content-Type": "application/json",
    "x-amzn-ErrorType": name,
    "x-amzn-RequestId": requestId,
  });
  response.end(JSON.stringify({ message, connectionId: id, requestId }));
}

/** Presence and form only: there are no secrets here against which a signature could be checked. */
function isSigned({ headers }: IncomingMessage): boolean {
  return /^AWS4-HMAC-SHA256 Credential=\S+,\s*SignedHeaders=\S+,\s*Signature=[0-9a-f]{64}$/.test(
    headers.authorization ?? "",
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The whole body, or undefined if it is over the limit; it is then read all the same, so that the client listens. */
async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
  }
  return bytes <= limitBytes ? Buffer.concat(chunks) : undefined;
}
