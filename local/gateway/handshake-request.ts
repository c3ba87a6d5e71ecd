// Parses a handshake request. The events of the whole connection take their fields from the result.
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { newId } from "./identifiers.ts";

/** The client of a connection. `authorizer` is set if an authorizer admitted it. */
export interface Caller {
  connectionId: string;
  connectedAt: number;
  sourceIp: string;
  userAgent: string;
  authorizer?: Record<string, string>;
}

export interface HandshakeRequest {
  caller: Caller;
  headers: Pairs;
  query: Pairs;
}

/** Names and values in the order and case in which they arrived. */
export type Pairs = readonly (readonly [name: string, value: string])[];

export function readHandshake(request: IncomingMessage): HandshakeRequest {
  const { search } = splitUrl(request);
  return {
    caller: {
      connectionId: newId(),
      connectedAt: Date.now(),
      sourceIp: sourceIp(request),
      userAgent: request.headers["user-agent"] ?? "",
    },
    headers: [...headerPairs(request), ...forwarded(request)],
    query: [...new URLSearchParams(search)],
  };
}

/** The path and query as sent, not decoded. */
export function splitUrl(request: IncomingMessage): { path: string; search: string } {
  const url = request.url ?? "/";
  const at = url.indexOf("?");
  return at < 0 ? { path: url, search: "" } : { path: url.slice(0, at), search: url.slice(at + 1) };
}

function headerPairs({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    pairs.push([rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""]);
  }
  return pairs.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
}

/** Headers that AWS's edge removes. */
const HOP_BY_HOP = new Set(["connection", "upgrade"]);

/** Headers that AWS's edge adds. */
function forwarded(request: IncomingMessage): [string, string][] {
  return [
    ["X-Forwarded-For", sourceIp(request)],
    ["X-Forwarded-Port", String(request.socket.localPort ?? "")],
    ["X-Forwarded-Proto", "http"],
    ["X-Amzn-Trace-Id", traceId()],
  ];
}

/** For example Root=1-65c66b5f-0123456789abcdef01234567: the time in seconds, and 12 random bytes. */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1_000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")}`;
}

/** The client's address; an IPv4 address has its usual form on a dual-stack socket too. */
function sourceIp(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
}
