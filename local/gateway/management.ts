// The @connections API: post to, describe and close a connection, with AWS's statuses and error headers.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connection } from "./connection.ts";
import { closeCodes } from "./connection.ts";
import { splitUrl } from "./handshake-request.ts";
import { isConnectionId, newId } from "./identifiers.ts";
import { signatureFault } from "./signature.ts";
import type { Stage } from "./stage.ts";

// AWS's guide writes the path with `%40`, the SDK with `@`.
const PATH = /^(?:\/([^/]+))?\/(?:@|%40)connections(?:\/(.*)|$)/;

/** Whether a request is for @connections, of any stage. */
export const isManagement = (path: string): boolean => PATH.test(path);

/** Creates the handler of these requests. It rejects when a client aborts its request. */
export function management(stage: Stage) {
  let posts = 0;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, name, encodedId] = PATH.exec(splitUrl(request).path) ?? [];
    const { method = "" } = request;
    const isOurs = name === stage.deployment.stage && encodedId !== undefined;
    if (!isOurs || !["POST", "GET", "DELETE"].includes(method)) {
      fail(response, errors.forbidden);
      return;
    }
    const body = await readBody(request, stage.limits.messageBytes);
    const fault = signatureFault(request, body.hash, stage.account());
    if (fault !== undefined) {
      fail(response, { ...errors.forbidden, message: fault });
      return;
    }
    const id = decode(encodedId);
    if (!isConnectionId(id)) {
      fail(response, errors.badId, id);
      return;
    }
    if (method === "POST") post(response, id, body.data);
    else if (method === "GET") get(response, id);
    else remove(response, id);
  };

  function post(response: ServerResponse, id: string, data: Buffer | undefined): void {
    const outcome = postOutcome(id, data);
    stage.observe({ kind: "posted", connectionId: id, status: outcome });
    if (outcome === "hang") return;
    if (outcome === 200) succeed(response, 200);
    else fail(response, postErrors[outcome], id);
  }

  function postOutcome(id: string, data: Buffer | undefined) {
    if (!data) return 413;
    const fault = stage.faults.post?.(id, ++posts);
    if (fault !== undefined) return fault;
    const connection = stage.connections.get(id);
    if (!connection?.open) return 410;
    // A text frame cannot contain invalid UTF-8. What AWS does with it is unknown; here it becomes U+FFFD.
    return connection.send("post", data.toString("utf8")) ? 200 : 429;
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
  badId: { status: 400, name: "BadRequestException", message: "Invalid connectionId" },
  gone: { status: 410, name: "GoneException", message: "Gone" },
} satisfies Record<string, ApiError>;

const postErrors = {
  410: errors.gone,
  413: { status: 413, name: "PayloadTooLargeException", message: "Payload Too Large" },
  429: { status: 429, name: "LimitExceededException", message: "Too Many Requests" },
  500: { status: 500, name: "InternalServerErrorException", message: "Internal server error" },
} satisfies Record<number, ApiError>;

/** The time by this process's clock, which a test may mock: the SDK in the same process signs with that time too. */
const date = () => ({ Date: new Date().toUTCString() });

function succeed(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, {
    ...date(),
    "x-amzn-RequestId": newId(),
    ...(body && { "Content-Type": "application/json" }),
  });
  response.end(body && JSON.stringify(body));
}

function fail(response: ServerResponse, { status, name, message }: ApiError, id?: string): void {
  const requestId = newId();
  response.writeHead(status, {
    ...date(),
    "Content-Type": "application/json",
    "x-amzn-ErrorType": name,
    "x-amzn-RequestId": requestId,
  });
  response.end(JSON.stringify({ message, connectionId: id, requestId }));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Returns the body, if it is within the limit, and its hash. Reads all of it, so that the client reads the response.
 */
async function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<{ data: Buffer | undefined; hash: string }> {
  const hash = createHash("sha256");
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
  }
  const data = bytes <= limitBytes ? Buffer.concat(chunks) : undefined;
  return { data, hash: hash.digest("hex") };
}
