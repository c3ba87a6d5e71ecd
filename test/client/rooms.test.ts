// Many rooms, large rooms, and members who come and go.

import { describe, expect, it, vi } from "vitest";
import type { ChatError, RequestOptions } from "../../client/index.ts";
import { message, pass, openStage, settle, type Sent } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

const roomsOf = ({ rooms }: Sent) => (rooms as { room_id: string }[]).map(({ room_id }) => room_id);

describe("somebody in 1,000 rooms", () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `room${index}`);
  const list = (rev: (id: string) => number) =>
    ids.slice(0, 100).map((_id) => ({ _id, rev: rev(_id) }));

  it("sends to a room after a reconnect as soon as that room has caught up", async () => {
    await stage.follow(Object.fromEntries(ids.map((id) => [id, 1])));
    const { sync } = stage.answers;
    stage.answers.sync = (frame, on) => setTimeout(() => sync?.(frame, on), 130);
    stage.answers.connectRooms = (frame, on) => {
      on.reply(
        frame,
        "connectRooms",
        list(() => 1),
        { next_cursor: "more" },
      );
    };
    socket.cut();
    stage.chat.sendMessage({ room_id: "room999", message: "Hello" }).catch(() => undefined);
    await reconnect();
    // The first batch has been sent already; the room is in the next.
    await pass(260);
    expect(socket.of("sendMessage")).toHaveLength(1);
    expect(socket.of("sync").slice(0, 2).flatMap(roomsOf)).toContain("room999");
  });

  it("asks the list every 5 minutes, and of no room in which nothing happened", async () => {
    await stage.follow(Object.fromEntries(ids.map((id) => [id, 1])));
    const { length } = socket.of("sync");
    const lists = socket.of("connectRooms").length;
    stage.answers.connectRooms = (frame, on) => {
      const rooms = list((id) => (id === "room7" ? 2 : 1));
      on.reply(frame, "connectRooms", rooms, { next_cursor: "more" });
    };
    stage.answers.sync = (frame, on) => {
      const events = [{ event: "message", data: message("room7", 2) }];
      on.reply(frame, "sync", [
        { room_id: "room7", events, rev: 2, has_more: false, recovered: true },
      ]);
    };
    stage.take();
    await pass(5 * 60_000);
    expect(socket.of("connectRooms")).toHaveLength(lists + 1);
    expect(socket.of("sync").slice(length).map(roomsOf)).toEqual([["room7"]]);
    expect(stage.take("message")).toHaveLength(1);
  });
});

describe("a large room", () => {
  const follow = async (member_count: number) => {
    const listing = stage.chat.connectRooms();
    await settle();
    socket.reply(stage.asked("connectRooms"), "connectRooms", [
      { _id: "tea", rev: 3, member_count },
    ]);
    await listing;
    await settle();
  };
  const gapAfter = async () => {
    const { length } = socket.of("sync");
    socket.push("message", message("tea", 5));
    for (let ms = 0; ms < 20_000; ms += 500) {
      if (socket.of("sync").length > length) return ms;
      await pass(500);
    }
    return Infinity;
  };

  it.each([
    [100, 0.5, 2_000],
    [101, 0.5, 7_000],
    [101, 0, 2_000],
  ])("of %i members asks for what is missing over 10 s", async (members, chance, ms) => {
    vi.mocked(Math.random).mockReturnValue(chance);
    await follow(members);
    expect(await gapAfter()).toBe(ms);
  });

  it("is recognized by the event with which it became large, and stays large", async () => {
    await follow(100);
    const joined = { room_id: "tea", user_ids: ["zoe"], member_count: 101, rev: 4 };
    socket.push("members_added", joined);
    socket.push("member_removed", { room_id: "tea", user_id: "zoe", member_count: 100, rev: 5 });
    socket.push("message", message("tea", 7));
    const { length } = socket.of("sync");
    await pass(6_000);
    expect(socket.of("sync")).toHaveLength(length);
  });

  it("has a read mark written once in 10 s, the furthest, which answers all", async () => {
    await follow(101);
    const asking = [1, 3, 2].map((seq) => stage.chat.messageSeen({ room_id: "tea", seq }));
    stage.answers.messageSeen = (frame, on) => {
      on.reply(frame, "seen", { room_id: "tea", user_id: "ann", seq: frame.seq });
    };
    await pass(9_999);
    expect(socket.of("messageSeen")).toMatchObject([{ seq: 1 }]);
    await pass(1);
    expect(socket.of("messageSeen")).toMatchObject([{ seq: 1 }, { seq: 3 }]);
    expect((await Promise.all(asking)).map(({ seq }) => seq)).toEqual([1, 3, 3]);
    await pass(9_999);
    void stage.chat.messageSeen({ room_id: "tea", seq: 4 });
    await settle();
    expect(socket.of("messageSeen")).toHaveLength(2);
    await pass(1);
    expect(socket.of("messageSeen")).toHaveLength(3);
  });

  it("gives up a waiting read mark at its signal and at its deadline", async () => {
    await follow(101);
    stage.chat.messageSeen({ room_id: "tea", seq: 1 }).catch(() => undefined);
    const leaving = new AbortController();
    const see = (options: RequestOptions): Promise<unknown> =>
      stage.chat.messageSeen({ room_id: "tea", seq: 2 }, options);
    const codes: unknown[] = [];
    for (const options of [{ signal: leaving.signal }, { deadline: Date.now() + 1_000 }]) {
      see(options).catch((error: unknown) => codes.push((error as ChatError).code));
    }
    leaving.abort();
    await pass(1_000);
    expect(codes).toEqual(["ABORTED", "TIMEOUT"]);
  });

  it("rejects a waiting read mark with CLOSED", async () => {
    await follow(101);
    const asking = [1, 2].map((seq) => stage.chat.messageSeen({ room_id: "tea", seq }));
    const rejected = asking.map((one) => expect(one).rejects.toMatchObject({ code: "CLOSED" }));
    await settle();
    stage.chat.close();
    await Promise.all(rejected);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("of a small one every read mark goes out at once", async () => {
    await follow(100);
    for (const seq of [1, 2])
      stage.chat.messageSeen({ room_id: "tea", seq }).catch(() => undefined);
    await settle();
    expect(socket.of("messageSeen")).toHaveLength(2);
  });
});

describe("who is removed", () => {
  it("is not typing any more", async () => {
    await stage.follow({ tea: 3 });
    socket.push("typing", { room_id: "tea", user_id: "bob" });
    stage.take();
    const removed = { room_id: "tea", user_id: "bob", rev: 4 };
    socket.push("member_removed", removed);
    expect(stage.take()).toEqual([
      ["typing_stopped", { room_id: "tea", user_id: "bob" }],
      ["member_removed", removed],
    ]);
  });

  it("has no read mark, until they come back with another", async () => {
    await stage.follow({ tea: 3 });
    const seen = (seq: number) => ({ room_id: "tea", user_id: "bob", seq });
    socket.push("seen", seen(9));
    socket.push("member_removed", { room_id: "tea", user_id: "bob", rev: 4 });
    stage.take();
    socket.push("seen", seen(5));
    expect(stage.take()).toEqual([["seen", seen(5)]]);
  });
});

describe("follow", () => {
  it("continues from the cursor of an earlier run of the application", async () => {
    stage.chat.follow("tea", 41);
    await settle();
    expect(socket.of("sync")).toMatchObject([{ rooms: [{ room_id: "tea", after_rev: 41 }] }]);
    socket.push("message", message("tea", 42));
    expect(stage.take("message")).toHaveLength(1);
  });

  it("changes nothing of a room that is followed already", async () => {
    await stage.follow({ tea: 3 });
    stage.chat.follow("tea", 41);
    socket.push("message", message("tea", 4));
    expect(stage.take("message")).toHaveLength(1);
  });
});
