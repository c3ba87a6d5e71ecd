// Decides which requests this machine's servers answer: those of programs and pages on this machine, and optionally its
// network, but not those of foreign web pages.
import type { IncomingHttpHeaders } from "node:http";
import { isIP, type Socket } from "node:net";

/** Whether a request with these headers is answered. */
export type Admit = (headers: IncomingHttpHeaders) => boolean;

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Listening on 127.0.0.1 excludes other machines, but not web pages in this machine's browser: they reach it by script
 * (then `Origin` names their site), or by a domain that resolves to 127.0.0.1 (DNS rebinding; then `Host` names it). So
 * both headers must have loopback names. `Origin` may be missing, because curl, the terminal client and the JWKS client
 * send none.
 */
export const isFromThisMachine: Admit = ({ host, origin }) =>
  isLoopback(`http://${host ?? ""}`) && (origin === undefined || isLoopback(origin));

/**
 * For a server that other machines may use. `Host` must be an address or a local network name, which no internet domain
 * can be. `Origin`, if present, must have the same host, or a loopback name.
 */
export const isFromThisNetwork: Admit = ({ host, origin }) => {
  const named = hostnameOf(`http://${host ?? ""}`);
  if (named === undefined || !isLocalName(named)) return false;
  return origin === undefined || isLoopback(origin) || hostnameOf(origin) === named;
};

/** Whether a request comes from this machine, regardless of its headers. */
export function isOfThisMachine({
  remoteAddress = "",
  localAddress,
}: Pick<Socket, "remoteAddress" | "localAddress">): boolean {
  return /^(::1$|(::ffff:)?127\.)/.test(remoteAddress) || remoteAddress === localAddress;
}

/**
 * Whether the URL's host is a loopback name. `null`, the origin of a sandboxed frame or of a local file, is not a URL,
 * so it is refused.
 */
export const isLoopback = (url: string): boolean => LOOPBACK_NAMES.has(hostnameOf(url) ?? "");

const hostnameOf = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname : undefined;

const isLocalName = (hostname: string): boolean =>
  isIP(hostname.replace(/^\[|\]$/g, "")) > 0 || /^[^.]+(\.local)?$/.test(hostname);
