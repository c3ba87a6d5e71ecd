// The size of replies to `sync`: all fit into frames, with any content.

import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { aRemoval } from "../store/contract/samples.ts";
import { messages, revsOf, SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
beforeEach(() => {
  world = new SyncWorld();
});

describe("a reply", () => {
  const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  const MOST = LIMITS.serverFrameBytes - 200;

  it("fits into a frame whatever the messages' sizes, and pages lose and double nothing", async () => {
    await world.room("tea");
    const sizes = [10, 7_000, 200, 8_000, 3_000];
    await world.log(
      "tea",
      ...messages(80).map((message, i) => ({
        ...message,
        content: { ...message.content, message: "日".repeat(sizes[i % sizes.length] ?? 1) },
      })),
    );
    const revs: number[] = [];
    let rev = 0;
    for (let more = true; more;) {
      const page = await world.one("ann", "tea", rev);
      expect(bytesOf([page])).toBeLessThan(MOST);
      revs.push(...revsOf(page));
      rev = page.rev ?? 0;
      more = page.has_more ?? false;
    }
    expect(revs).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
  });

  it("fits into a frame with fifty rooms of long ids, and comes to an end", async () => {
    const long = (name: string, i: number) => name.padEnd(120, "-") + String(i).padStart(3, "0");
    const members = Array.from({ length: 100 }, (_, i) => long("user", i));
    const [me = ""] = members;
    const rooms = Array.from({ length: 50 }, (_, i) => long("room", i));
    for (const room of rooms) {
      await world.room(room, members);
      await world.log(room, ...messages(3, "日".repeat(1_000)));
    }
    let wanted = rooms.map((room_id) => ({ room_id, after_rev: 0 }));
    const complete = new Map<string, number[]>();
    for (let calls = 0; wanted.length > 0; calls++) {
      expect(calls).toBeLessThan(250);
      const answers = await world.ask(me, ...wanted);
      expect(bytesOf(answers)).toBeLessThan(MOST);
      for (const answer of answers) {
        complete.set(answer.room_id, [...(complete.get(answer.room_id) ?? []), ...revsOf(answer)]);
      }
      wanted = answers
        .filter(({ has_more }) => has_more)
        .map(({ room_id, rev = 0 }) => ({ room_id, after_rev: rev }));
    }
    expect([...complete.values()]).toEqual(rooms.map(() => [1, 2, 3]));
  });

  it("fits into a frame with fifty rooms that were left", async () => {
    const rooms = Array.from({ length: 50 }, (_, i) => "r".repeat(120) + String(i));
    const me = "u".repeat(128);
    for (const room of rooms) {
      await world.room(room, [me, "bob"]);
      await world.log(room, aRemoval(1, me, { by: "o".repeat(128) }));
    }
    const answers = await world.ask(me, ...rooms.map((room_id) => ({ room_id, after_rev: 0 })));
    expect(bytesOf(answers)).toBeLessThan(MOST);
    const later = answers.filter(({ has_more }) => has_more);
    const rest = await world.ask(me, ...later.map(({ room_id }) => ({ room_id, after_rev: 0 })));
    expect(bytesOf(rest)).toBeLessThan(MOST);
    expect([...answers, ...rest].flatMap(revsOf)).toHaveLength(50);
  });
});
