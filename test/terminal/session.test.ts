// A session of the terminal, with the local server.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseArguments, type Settings } from "../../terminal/arguments.ts";
import { makeSession, type Session } from "../../terminal/session.ts";
import { startBackend, type Backend } from "../backend.ts";
import { PATIENT } from "../patience.ts";

process.env.TZ = "UTC";

interface Seat {
  readonly session: Session;
  /** Types each line, and returns what was shown since the last call, without the times of day. */
  type(...lines: string[]): Promise<string[]>;
  /** Waits for a line; returns what was shown since the last call, up to it. */
  sees(pattern: RegExp): Promise<string[]>;
}

/** Members of a group in which bob has written 60 messages. */
const READERS = ["reader1", "reader2", "reader3"];

let backend: Backend;
let seats: Session[];
let people = 0;

beforeAll(async () => {
  backend = await startBackend();
  seats = [];
  const bob = await sit("bob");
  await bob.type(`/group Long ${READERS.join(" ")}`, ...numbered(60));
});
afterAll(() => backend.close());
beforeEach(() => {
  seats = [];
});
afterEach(() => {
  for (const session of seats) session.close();
});

/** A user id that no other test has. */
const newUserId = (name: string): string => `${name}${++people}`;

async function sit(userId: string, ...args: string[]): Promise<Seat> {
  const shown: string[] = [];
  const settings = parseArguments(["--as", userId, "--url", backend.server.httpUrl, ...args]);
  const session = makeSession({
    settings: settings as Settings,
    show: (text) => shown.push(...text.replace(/\b\d\d:\d\d\b/g, "00:00").split("\n")),
  });
  seats.push(session);
  await session.open();
  return {
    session,
    async type(...lines) {
      for (const line of lines) await session.execute(line);
      return shown.splice(0);
    },
    async sees(pattern) {
      await vi.waitUntil(() => shown.some((line) => pattern.test(line)), PATIENT);
      return shown.splice(0, shown.findIndex((line) => pattern.test(line)) + 1);
    },
  };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `m${i + 1}`);

describe("a room", () => {
  it("is entered with the end of its history, from the first unread message on", async () => {
    const [ann, bob] = [newUserId("ann"), newUserId("bob")];
    const writer = await sit(bob);
    await writer.type(`/new ${ann} m1`, ...numbered(24).slice(1));
    const reader = await sit(ann);
    const lines = await reader.type();
    expect(lines.slice(0, 5)).toEqual([
      "Your rooms (/room <number> goes to one):",
      `* 1  ${bob}  24 unread  00:00 ${bob}: m24`,
      `You are in room 1, ${bob}`,
      "--- new ---",
      `00:00 #1 ${bob}: m1`,
    ]);
    expect(lines).toHaveLength(4 + 24);
    // Everything is read now: the next time there is no mark, and no more than a page.
    await writer.sees(/has read up to #24/);
    expect((await reader.type("/room 1")).slice(0, 2)).toEqual([
      `You are in room 1, ${bob}`,
      `00:00 #5 ${bob}: m5`,
    ]);
  });

  it("shows what is before that page by page, to the beginning", async () => {
    const reader = await sit("reader1");
    await reader.type("/room 1");
    expect(await reader.type("/history 15")).toHaveLength(15);
    const page = await reader.type("/history");
    expect(page[0]).toBe("00:00 #6 bob: m6");
    expect(page.at(-1)).toBe("00:00 #25 bob: m25");
    expect(await reader.type("/history")).toHaveLength(5);
    expect(await reader.type("/history")).toEqual(["This is the beginning of the conversation."]);
  });

  it("says how many more are unread when there are more than it shows", async () => {
    const reader = await sit("reader2");
    const [, , , more, first] = await reader.type();
    expect(more).toBe("20 more are unread: /history shows what is before these.");
    expect(first).toBe("00:00 #21 bob: m21");
  });

  it("goes by its present name, in the list, in the prompt and to /room", async () => {
    const ann = await sit(newUserId("ann"));
    await ann.type('/group "Tea" bob', "/rename High tea");
    expect(ann.session.prompt()).toBe("High tea> ");
    expect((await ann.type("/rooms"))[1]).toMatch(/^\* 1  High tea/);
    const [title, what] = await ann.type("/room High tea");
    expect(title).toBe("You are in room 1, High tea");
    expect(what).toMatch(/^00:00 ann\d+ renamed the group to High tea$/);
  });

  it("elsewhere is counted in the prompt until it is entered", async () => {
    const [ann, bob] = [newUserId("ann"), newUserId("bob")];
    const reader = await sit(ann);
    await reader.type("/group Mine");
    const writer = await sit(bob);
    await writer.type(`/new ${ann} one`, "two");
    await reader.sees(/: two$/);
    expect(reader.session.prompt()).toBe("(2 unread) Mine> ");
    await reader.type("/room 2");
    expect(reader.session.prompt()).toBe(`${bob}> `);
  });
});

describe("a command", () => {
  it("finds a message by its number even far back, or says that there is none", async () => {
    const reader = await sit("reader3");
    await reader.type();
    expect(await reader.type("/pin 2")).toEqual(["00:00 reader3 pinned #2"]);
    expect(await reader.type("/pin 99")).toEqual(["There is no message #99 in Long."]);
  });

  it("lists the members with their roles, and who is online", async () => {
    const ann = await sit(newUserId("ann"), "--name", "Ann");
    await ann.type("/group Tea zoe");
    const [title, ...members] = await ann.type("/members");
    expect(title).toBe("Members of Tea:");
    expect(members).toEqual([
      expect.stringMatching(/^ {2}ann\d+ \(Ann\), owner, online$/),
      "  zoe, offline",
    ]);
  });

  it("adds, removes and leaves, each shown as a sentence to all members", async () => {
    const [ann, bob] = [newUserId("ann"), newUserId("bob")];
    const owner = await sit(ann);
    const guest = await sit(bob);
    await guest.type();
    expect(await owner.type('/group "Tea"', `/add ${bob} cid`)).toEqual([
      "You are in no room yet. /new bob Hello writes to bob.",
      `You are in room 1, Tea, made by ${ann}, 1 member`,
      `00:00 ${ann} added ${bob} and cid: 3 members now`,
    ]);
    expect(await guest.sees(/room 1/)).toEqual([
      `You are in room 1, Tea, 3 members; ${ann} added you`,
    ]);
    // The addition that showed the room to its new member is in the history.
    expect(await guest.sees(/cid/)).toEqual([`00:00 ${ann} added ${bob} and cid`]);
    expect(await owner.type("/remove cid")).toEqual([`00:00 cid was removed by ${ann}`]);
    expect(await guest.sees(/cid/)).toEqual([`00:00 cid was removed by ${ann}`]);
    await owner.type("/leave");
    expect(await guest.sees(/left/)).toEqual([`00:00 ${ann} left; ${bob} owns the group now`]);
    expect(owner.session.prompt()).toBe(`${ann}> `);
    expect(await owner.type("hello")).toEqual([
      "You are in no room yet. /new bob Hello writes to bob.",
    ]);
  });

  it("pins, lists the pins, and puts reactions on and takes them off", async () => {
    const ann = newUserId("ann");
    const seat = await sit(ann);
    await seat.type("/group Tea", "one", "two");
    expect(
      await seat.type("/pins", "/pin 1", "/pins", "/react 2 👍", "/react 2 🎉", "/unreact 2 👍"),
    ).toEqual([
      "Nothing is pinned in Tea.",
      `00:00 ${ann} pinned #1`,
      "Pinned:",
      `  00:00 #1 ${ann}: one (pinned by ${ann})`,
      `00:00 ${ann} put 👍 on #2`,
      `00:00 ${ann} put 🎉 on #2`,
      `00:00 ${ann} took 👍 off #2`,
    ]);
    expect(await seat.type("/room Tea")).toEqual([
      "You are in room 1, Tea",
      `00:00 #1 ${ann}: one`,
      `00:00 #2 ${ann}: two  🎉 1`,
      `00:00 ${ann} pinned #1`,
    ]);
  });

  it("that cannot be followed is answered here, and nothing is posted", async () => {
    const seat = await sit(newUserId("ann"));
    expect(await seat.type("/new bob", "/room 9", "/rooms")).toEqual([
      "You are in no room yet. /new bob Hello writes to bob.",
      "Write it like this: /new <id>[,<id>…] <text>",
      "There is no room 9. /rooms lists yours.",
      "You are in no room yet. /new bob Hello writes to bob.",
    ]);
  });

  it("that the server refuses is answered with the reason, and the next one is followed", async () => {
    const seat = await sit(newUserId("ann"));
    await seat.type("/new bob Hello");
    const [refusal, sent] = await seat.type("/add cid", "Hello again");
    expect(refusal).toBe("! Only a group has further members, and only its members add them.");
    expect(sent).toMatch(/#2 .*: Hello again$/);
  });
});
