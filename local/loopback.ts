// Tells a request made on this machine by a program or a local page from one that a web page smuggled in.
import type { IncomingHttpHeaders } from "node:http";

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Listening on 127.0.0.1 keeps other machines out, but not the web pages open in this machine's browser:
 * those reach it by script (then `Origin` names their site), or by a domain of theirs that resolves to
 * 127.0.0.1 (DNS rebinding; then `Host` names it). So both must be loopback names, `Origin` only if present,
 * since curl, the terminal client and the JWKS client send none.
 */
export function isFromThisMachine(headers: IncomingHttpHeaders): boolean {
  const { host, origin } = headers;
  if (host === undefined || !isLoopback(`http://${host}`)) return false;
  return origin === undefined || isLoopback(origin);
}

/** `null`, the origin of a sandboxed frame or of a local file, is no URL and so is refused. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_NAMES.has(new URL(url).hostname);
}
