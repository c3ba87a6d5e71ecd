// The arguments of `npm run chat`.

import { describe, expect, it } from "vitest";
import { parseArguments, UsageError } from "../../terminal/arguments.ts";

describe("the command line", () => {
  it("needs only a user name, and then uses the local server", () => {
    expect(parseArguments(["--as", "ann"])).toEqual({
      kind: "local",
      userId: "ann",
      tokenUrl: "http://localhost:3000/token",
      webSocketUrl: "ws://localhost:3000/local",
    });
  });

  it("takes a name, and a server on another port", () => {
    expect(
      parseArguments(["--as", "ann", "--name", "Ann", "--url", "http://localhost:4000"]),
    ).toMatchObject({ name: "Ann", webSocketUrl: "ws://localhost:4000/local" });
  });

  it("takes a token for a deployed server, whose address is used as it is", () => {
    const url = "wss://abc.execute-api.eu-west-1.amazonaws.com/prod";
    expect(parseArguments(["--token", "x.y.z", "--url", url])).toEqual({
      kind: "token",
      token: "x.y.z",
      webSocketUrl: url,
    });
  });

  it("can ask for help", () => {
    expect(parseArguments(["--help"])).toEqual({ kind: "help" });
  });

  it.each([
    ["nobody", [], /^--as says who/],
    ["a user id of other characters", ["--as", "ann smith"], /^--as must/],
    ["an event's name", ["--as", "message"], /^--as must/],
    ["an unknown option", ["--us", "ann"], /--us/],
    ["a word without an option", ["ann"], /ann/],
    ["an address that is none", ["--as", "ann", "--url", "localhost:3000"], /^--url must/],
    ["a token for the local issuer's address", ["--token", "x"], /^With --token/],
    ["a deployed server without a token", ["--as", "a", "--url", "wss://x.org"], /--token/],
  ])("refuses %s, and says what is missing", (_what, args, message) => {
    expect(() => parseArguments(args)).toThrow(UsageError);
    expect(() => parseArguments(args)).toThrow(message);
  });
});
