// `npm run chat` as a process, with the local server.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endAll, start, type Program } from "../bin/program.ts";
import { startServer, type Server } from "../../dev-server/server.ts";

let server: Server;

beforeAll(async () => {
  process.env.LOG_LEVEL = "off";
  server = await startServer();
});

afterEach(endAll);

afterAll(() => server.close());

const chat = (user: string, ...args: string[]): Program =>
  start("terminal.ts", ["--as", user, "--url", server.httpUrl, ...args], { TZ: "UTC" });

/** The lines, with all times of day replaced by `00:00`. */
const untimed = (lines: string[]): string[] =>
  lines.flatMap((line) => line.replace(/\b\d\d:\d\d\b/, "00:00"));

describe("npm run chat", () => {
  it("takes two people through all nine actions", async () => {
    const bob = chat("bob");
    await bob.line(/You are in no room yet/);
    const ann = chat("ann", "--name", "Ann");
    ann.type("/new bob Hello");
    // Messages that come while a room is entered are part of its history.
    await bob.line(/#1 Ann: Hello/);
    for (const line of [
      "How are you?",
      "/edit 2 How are you, Bob?",
      "/pin 2",
      "/unpin 2",
      "/typing hm",
      "/delete 1",
      '/group "Long weekend" bob cid',
      "Who brings bread?",
      "/rooms",
    ]) {
      ann.type(line);
    }
    await bob.line(/Who brings bread/);
    bob.type("/seen 2");
    await ann.line(/has read up to #2/);
    ann.endInput();
    bob.endInput();
    expect([await ann.ended, await bob.ended]).toEqual([0, 0]);

    // They may come before or after the answers to what was typed.
    const seen = "[bob] 00:00 bob has read up to #2";
    expect(untimed(ann.out)).toContain(seen);
    expect(untimed(ann.out).filter((line) => line !== seen)).toEqual([
      "You are in no room yet. /new bob Hello writes to bob.",
      "You are in room 1, bob",
      "00:00 #1 Ann: Hello",
      "00:00 #2 Ann: How are you?",
      "00:00 Ann changed #2: How are you, Bob?",
      "00:00 Ann pinned #2",
      "00:00 Ann unpinned #2",
      "00:00 Ann deleted #1",
      "You are in room 2, Long weekend, made by Ann, 3 members",
      "00:00 #1 Ann: Who brings bread?",
      "Your rooms (/room <number> goes to one):",
      "* 2  Long weekend  00:00 Ann: Who brings bread?",
      "  1  bob           00:00 Ann: How are you, Bob?",
    ]);
    expect(untimed(bob.out)).toEqual([
      "You are in no room yet. /new bob Hello writes to bob.",
      "You are in room 1, Ann",
      "00:00 #1 Ann: Hello",
      "00:00 #2 Ann: How are you?",
      "00:00 Ann changed #2: How are you, Bob?",
      "00:00 Ann pinned #2",
      "00:00 Ann unpinned #2",
      "Ann is typing: hm",
      "00:00 Ann deleted #1",
      "New: room 2, Long weekend, made by Ann, 3 members",
      "[Long weekend] 00:00 #1 Ann: Who brings bread?",
      "You have read up to #2.",
    ]);
  });

  it("does the lines of a script one after another, and ends with the last reply", async () => {
    const dan = chat("dan");
    for (const line of ["/new eve one", "two", "three", "/edit 2 zwei", "/edit 9 none", "/nope"]) {
      dan.type(line);
    }
    dan.endInput();
    expect(await dan.ended).toBe(0);
    expect(untimed(dan.out).slice(2)).toEqual([
      "00:00 #1 dan: one",
      "00:00 #2 dan: two",
      "00:00 #3 dan: three",
      "00:00 dan changed #2: zwei",
      "There is no message #9 in eve.",
      "There is no /nope. See /help.",
    ]);
  });

  it("sends a frame written by hand as it is, and shows what comes of it", async () => {
    const fay = chat("fay");
    fay.type('{"action": "typing", "room_id": "nowhere"}');
    fay.type('{"action": "nothing"}');
    fay.type("{");
    fay.endInput();
    expect(await fay.ended).toBe(0);
    const codes = fay.out
      .slice(1)
      .map((line) => (JSON.parse(line) as { data: { code: string } }).data.code);
    expect(codes).toEqual(["FORBIDDEN", "UNKNOWN_ACTION", "BAD_JSON"]);
  });

  it("stops at /quit, and leaves the rest of its input alone", async () => {
    const gus = chat("gus");
    gus.type("/quit");
    gus.type("/help");
    expect(await gus.ended).toBe(0);
    expect(gus.out).toHaveLength(1);
  });

  it("says in one line that no server is running, and exits with 1", async () => {
    const ann = start("terminal.ts", ["--as", "ann", "--url", "http://127.0.0.1:1"]);
    expect(await ann.ended).toBe(1);
    expect(ann.err).toEqual([
      "Nothing answers at http://127.0.0.1:1. Is it running? `npm start` starts it.",
    ]);
  });

  it("shows its usage without a user name, and exits with 1", async () => {
    const nobody = start("terminal.ts", []);
    expect(await nobody.ended).toBe(1);
    expect(nobody.err[0]).toBe("--as says who you are, for example --as ann.");
    expect(nobody.err[1]).toMatch(/^Usage: npm run chat/);
  });

  it("shows its usage on request, and exits with 0", async () => {
    const help = start("terminal.ts", ["--help"]);
    expect(await help.ended).toBe(0);
    expect(help.out[0]).toMatch(/^Usage: npm run chat/);
  });

  it("exits with 1 when its token has run out", async () => {
    const token = await server.issuer.sign("ann", { expiresIn: -60 });
    const ann = start("terminal.ts", ["--token", token, "--url", server.url]);
    expect(await ann.ended).toBe(1);
    expect(ann.err).toEqual(["The token has run out. Start again with a new one."]);
  });
});
