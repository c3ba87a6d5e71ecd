// The requests that the local server accepts: only from this machine, or from any.

import { describe, expect, it } from "vitest";
import { namesOf } from "../../local/host.ts";
import { isFromThisMachine, isFromThisNetwork, isOfThisMachine } from "../../local/loopback.ts";

describe("a request is", () => {
  it.each<[string, string | undefined, string | undefined, boolean, boolean]>([
    ["a program of this machine", "localhost:3000", undefined, true, true],
    ["a page of this machine", "127.0.0.1:3000", "http://localhost:5173", true, true],
    ["a program of another machine", "192.168.1.7:3000", undefined, false, true],
    ["a program of another machine, by IPv6", "[fe80::1]:3000", undefined, false, true],
    ["a program of another machine, by name", "mymac.local:3000", undefined, false, true],
    ["the page on a phone", "192.168.1.7:3000", "http://192.168.1.7:3000", false, true],
    [
      "the page of this machine, for a file",
      "192.168.1.7:3000",
      "http://localhost:3000",
      false,
      true,
    ],
    ["a page of another site", "localhost:3000", "https://example.com", false, false],
    [
      "a page of another site, for a phone's address",
      "192.168.1.7",
      "http://6.6.6.6",
      false,
      false,
    ],
    ["a domain that was rebound", "example.com", undefined, false, false],
    ["a page of such a domain", "example.com", "http://example.com", false, false],
    ["a sandboxed frame", "localhost:3000", "null", false, false],
    ["without a host", undefined, undefined, false, false],
  ])("of %s: %j, %j", (_whose, host, origin, machine, network) => {
    const headers = { ...(host && { host }), ...(origin && { origin }) };
    expect(isFromThisMachine(headers)).toBe(machine);
    expect(isFromThisNetwork(headers)).toBe(network);
  });

  it.each([
    ["127.0.0.1", "127.0.0.1", true],
    ["::ffff:127.0.0.1", "::ffff:127.0.0.1", true],
    ["::1", "::1", true],
    ["192.168.1.7", "192.168.1.7", true],
    ["192.168.1.8", "192.168.1.7", false],
    ["12.7.0.1", "192.168.1.7", false],
    [undefined, "192.168.1.7", false],
  ])("of this machine if it comes from %j to %j: %j", (remoteAddress, localAddress, isOurs) => {
    expect(isOfThisMachine({ remoteAddress, localAddress })).toBe(isOurs);
  });
});

describe("a server is reached", () => {
  it.each(["127.0.0.1", "localhost", "::1"])("at %s by this machine alone", (host) => {
    expect(namesOf(host)).toEqual({ own: "localhost", network: undefined });
  });

  it("at an address, by all at that address", () => {
    expect(namesOf("192.168.1.7")).toEqual({ own: "192.168.1.7", network: "192.168.1.7" });
    expect(namesOf("fe80::1")).toEqual({ own: "[fe80::1]", network: "[fe80::1]" });
  });

  it("at all addresses by this machine as before", () => {
    expect(namesOf("0.0.0.0").own).toBe("localhost");
    expect(namesOf("::").network).not.toBe("localhost");
  });
});
