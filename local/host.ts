// The host names of a server that listens on an address of this machine.
import { networkInterfaces } from "node:os";

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;
const EVERY = /^(0\.0\.0\.0|::)$/;

export interface HostNames {
  /** The name for clients on this machine. */
  readonly own: string;
  /** The name for other machines. Undefined if it listens on loopback only, or there is no network. */
  readonly network: string | undefined;
}

/**
 * Returns the host names of a server that listens on `host`: an address or name of this machine, or `0.0.0.0` or `::`
 * for all of them.
 */
export function namesOf(host: string): HostNames {
  if (LOOPBACK.test(host)) return { own: "localhost", network: undefined };
  if (EVERY.test(host)) return { own: "localhost", network: networkAddress() };
  const name = host.includes(":") ? `[${host}]` : host;
  return { own: name, network: name };
}

/** This machine's first network address. */
function networkAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
