// The names of a server that listens on some address of this machine.
import { networkInterfaces } from "node:os";

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;
const EVERY = /^(0\.0\.0\.0|::)$/;

export interface HostNames {
  /** By which this machine reaches it. */
  readonly own: string;
  /** By which others reach it. Undefined if it listens to this machine only, or is on no network. */
  readonly network: string | undefined;
}

/** @param host what is listened on: an address or a name of this machine, or `0.0.0.0` or `::` for all of them */
export function namesOf(host: string): HostNames {
  if (LOOPBACK.test(host)) return { own: "localhost", network: undefined };
  if (EVERY.test(host)) return { own: "localhost", network: networkAddress() };
  const name = host.includes(":") ? `[${host}]` : host;
  return { own: name, network: name };
}

/** This machine's first address on a network. */
function networkAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
