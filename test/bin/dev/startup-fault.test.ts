import { describe, expect, it } from "vitest";
import { explain } from "../../../bin/dev/startup-fault.ts";

// What dev.test.ts cannot bring about on every machine: there, the faults are real ones.
const settings = { port: 80, dataDir: ".data" };

describe("why the server does not start", () => {
  it("can be a port that is not for everyone", () => {
    const error = Object.assign(new Error("listen EACCES"), { code: "EACCES" });
    expect(explain(error, settings)).toBe(
      "Port 80 may not be used. PORT chooses another: PORT=3000 npm start",
    );
  });

  it("never has the port that is taken proposed", () => {
    const error = Object.assign(new Error("listen EADDRINUSE"), { code: "EADDRINUSE" });
    expect(explain(error, { ...settings, port: 3000 })).toBe(
      "Port 3000 is taken. PORT chooses another: PORT=3001 npm start",
    );
  });

  it("is not explained away when it is a fault of the program", () => {
    expect(explain(new TypeError("x is not a function"), settings)).toBeUndefined();
  });
});
