// Who may ask this machine's servers: tells programs and pages of this machine, and of its network where that is wanted,
// from what a web page smuggled in.
import type { IncomingHttpHeaders } from "node:http";
import { isIP, type Socket } from "node:net";

/** Whether a request may be answered, by its headers. */
export type Admit = (headers: IncomingHttpHeaders) => boolean;

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Listening on 127.0.0.1 keeps other machines out, but not the web pages open in this machine's browser:
 * those reach it by script (then `Origin` names their site), or by a domain of theirs that resolves to
 * 127.0.0.1 (DNS rebinding; then `Host` names it). So both must be loopback names, `Origin` only if present,
 * since curl, the terminal client and the JWKS client send none.
 */
export const isFromThisMachine: Admit = ({ host, origin }) =>
  isLoopback(`http://${host ?? ""}`) && (origin === undefined || isLoopback(origin));

/**
 * For a server that listens to other machines too: they name it by an address, or by a name of the local network, which no
 * domain of the internet can be. A page that may ask comes from that same name, or from this machine.
 */
export const isFromThisNetwork: Admit = ({ host, origin }) => {
  const named = hostnameOf(`http://${host ?? ""}`);
  if (named === undefined || !isLocalName(named)) return false;
  return origin === undefined || isLoopback(origin) || hostnameOf(origin) === named;
};

/** Whether a request comes from this machine itself, whatever it says of itself. */
export function isOfThisMachine({
  remoteAddress = "",
  localAddress,
}: Pick<Socket, "remoteAddress" | "localAddress">): boolean {
  return /^(::1$|(::ffff:)?127\.)/.test(remoteAddress) || remoteAddress === localAddress;
}

/** `null`, the origin of a sandboxed frame or of a local file, is no URL and so is refused. */
export const isLoopback = (url: string): boolean => LOOPBACK_NAMES.has(hostnameOf(url) ?? "");

const hostnameOf = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname : undefined;

const isLocalName = (hostname: string): boolean =>
  isIP(hostname.replace(/^\[|\]$/g, "")) > 0 || /^[^.]+(\.local)?$/.test(hostname);
