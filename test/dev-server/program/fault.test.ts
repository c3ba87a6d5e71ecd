// The explanation of a failure to start the local server.

import { describe, expect, it } from "vitest";
import { explain } from "../../../dev-server/program/fault.ts";

// The faults in this file are simulated: dev.test.ts, with real faults, cannot cause them on every machine.
const settings = { host: "127.0.0.1", port: 80, dataDir: ".data" };

describe("why the server does not start", () => {
  it("can be a port that needs privileges", () => {
    const error = Object.assign(new Error("listen EACCES"), { code: "EACCES" });
    expect(explain(error, settings)).toBe(
      "Port 80 may not be used. --port chooses another: npm start -- --port 3000",
    );
  });

  it("never proposes the port that is taken", () => {
    const error = Object.assign(new Error("listen EADDRINUSE"), { code: "EADDRINUSE" });
    expect(explain(error, { ...settings, port: 3000 })).toBe(
      "Port 3000 is taken. --port chooses another: npm start -- --port 3001",
    );
  });

  it("can be an address that is not this machine's", () => {
    const error = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    expect(explain(error, { ...settings, host: "elsewhere" })).toBe(
      "elsewhere is no address of this machine. --host 0.0.0.0 listens on all that it has.",
    );
  });

  it("is not explained if it is a fault of the program", () => {
    expect(explain(new TypeError("x is not a function"), settings)).toBeUndefined();
  });
});
