// Catching up by `sync`: when the client asks, for which rooms, and how it uses the reply.

import { beforeEach, describe, expect, it } from "vitest";
import { message, pass, type Sent, openStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

const whole = (room_id: string, rev: number, more: object = {}) => ({
  room_id,
  events: [] as object[],
  rev,
  has_more: false,
  recovered: true,
  ...more,
});
const answer = (...rooms: object[]) => {
  stage.answers.sync = (frame, on) => {
    on.reply(frame, "sync", rooms);
  };
};
const cursors = ({ rooms }: Sent) =>
  (rooms as { room_id: string; after_rev: number }[]).map(({ room_id, after_rev }) => [
    room_id,
    after_rev,
  ]);
const asked = () => socket.of("sync").map(cursors);

describe("sync is requested", () => {
  it("not at all as long as no room is followed", async () => {
    await pass(20 * 60_000);
    expect(asked()).toEqual([]);
  });

  it("for listed rooms, once they are listed", async () => {
    await stage.follow({ tea: 3, cake: 0 });
    expect(asked()).toEqual([
      [
        ["tea", 3],
        ["cake", 0],
      ],
    ]);
  });

  it("every 5 minutes", async () => {
    await stage.follow({ tea: 3 });
    await pass(5 * 60_000 - 1_000);
    expect(asked()).toHaveLength(1);
    await pass(10 * 60_000);
    expect(asked()).toHaveLength(3);
  });

  it("after every connect, from the last emitted event on", async () => {
    await stage.follow({ tea: 3, cake: 7 });
    socket.push("message", message("tea", 4));
    await reconnect();
    expect(asked()).toEqual([
      [
        ["tea", 4],
        ["cake", 7],
      ],
    ]);
  });

  it("for 50 rooms at once", async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `room${index}`);
    await stage.follow(Object.fromEntries(ids.map((id) => [id, 1])));
    expect(asked().map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(
      asked()
        .flat()
        .map(([id]) => id),
    ).toEqual(ids);
  });

  it("again for rooms that have more, from where the answer ends", async () => {
    await stage.follow({ tea: 3, cake: 7 });
    const events = (...revs: number[]) =>
      revs.map((rev) => ({ event: "message", data: message("tea", rev) }));
    stage.answers.sync = (frame, on) => {
      const isFirst = cursors(frame).length === 2;
      const page = isFirst
        ? [whole("tea", 6, { events: events(4, 5), has_more: true }), whole("cake", 7)]
        : [whole("tea", 8, { events: events(7, 8) })];
      on.reply(frame, "sync", page);
    };
    await reconnect();
    expect(asked()).toEqual([
      [
        ["tea", 3],
        ["cake", 7],
      ],
      [["tea", 6]],
    ]);
    const revs = stage.take("message").map(([, data]) => (data as { rev: number }).rev);
    expect(revs).toEqual([4, 5, 7, 8]);
  });

  it("again if the connection is lost before the answer", async () => {
    await stage.follow({ tea: 3 });
    delete stage.answers.sync;
    await reconnect();
    await reconnect();
    expect(asked()[0]).toEqual([["tea", 3]]);
  });

  it("one request after another", async () => {
    await stage.follow({ tea: 3, cake: 7 });
    delete stage.answers.sync;
    socket.push("message", message("tea", 5));
    socket.push("message", message("cake", 9));
    await pass(2_000);
    expect(asked().slice(1)).toEqual([[["tea", 3]]]);
    socket.reply(stage.asked("sync"), "sync", [whole("tea", 5)]);
    await settle();
    expect(asked().slice(2)).toEqual([[["cake", 7]]]);
  });

  it("for no room that was left while it waited for its turn", async () => {
    await stage.follow({ tea: 3, cake: 7 });
    delete stage.answers.sync;
    for (const [room, rev] of [
      ["tea", 5],
      ["cake", 9],
    ] as const) {
      socket.push("message", message(room, rev));
    }
    await pass(2_000);
    socket.push("member_removed", { room_id: "cake", user_id: "ann", rev: 8 });
    socket.reply(stage.asked("sync"), "sync", [whole("tea", 5)]);
    await settle();
    expect(asked().slice(1)).toEqual([[["tea", 3]]]);
  });

  it("again a little later if it is refused, and the refusal is emitted", async () => {
    await stage.follow({ tea: 3 });
    stage.answers.sync = (frame, on) => {
      on.refuse(frame, "BAD_REQUEST");
    };
    socket.push("message", message("tea", 5));
    await pass(2_000);
    expect(stage.take("error")).toMatchObject([["error", { code: "BAD_REQUEST" }]]);
    answer(whole("tea", 5, { events: [{ event: "message", data: message("tea", 4) }] }));
    await pass(2_000);
    expect(stage.take("message")).toHaveLength(2);
  });
});

describe("the answer of sync", () => {
  beforeEach(() => stage.follow({ tea: 3 }));

  it("emits the read marks that moved, and no others", async () => {
    socket.push("seen", { room_id: "tea", user_id: "bob", seq: 2, seen_at: "then" });
    stage.take();
    const marks = [
      { user_id: "bob", seen_seq: 2 },
      { user_id: "cid", seen_seq: 3 },
      { user_id: "dan", seen_seq: 0 },
    ];
    answer(whole("tea", 3, { marks }));
    await reconnect();
    expect(stage.take("seen")).toEqual([["seen", { room_id: "tea", user_id: "cid", seq: 3 }]]);
    await reconnect();
    expect(stage.take("seen")).toEqual([]);
  });

  it("makes the application load the room again if too much was missed, and continues from there", async () => {
    answer({ room_id: "tea", events: [], rev: 3, has_more: false, recovered: false });
    await reconnect();
    expect(stage.take()).toEqual([["reload", { room_id: "tea" }]]);
    const loading = stage.chat.getMessages({ room_id: "tea" });
    await settle();
    stage.answers.sync = (frame, on) => {
      expect(cursors(frame)).toEqual([["tea", 2_000]]);
      on.reply(frame, "sync", [whole("tea", 2_000)]);
    };
    const page = { room_id: "tea", messages: [], has_more: false, rev: 2_000 };
    socket.reply(stage.asked("getMessages"), "messages", page);
    await loading;
    await settle();
    socket.push("message", message("tea", 2_001));
    expect(stage.take("message")).toHaveLength(1);
  });

  it("ends a room that the user was taken out of while away", async () => {
    const data = { room_id: "tea", user_id: "ann", rev: 9 };
    const events = [{ event: "member_removed", data }];
    answer({ room_id: "tea", events, rev: 9, has_more: false, recovered: false });
    await reconnect();
    expect(stage.take()).toEqual([["member_removed", data]]);
    const { length } = asked();
    await pass(20 * 60_000);
    expect(asked()).toHaveLength(length);
  });

  it("ends a room of which the user is not a member, which loading it will show", async () => {
    answer({ room_id: "tea", recovered: false });
    await reconnect();
    expect(stage.take()).toEqual([["reload", { room_id: "tea" }]]);
    const { length } = asked();
    await pass(20 * 60_000);
    expect(asked()).toHaveLength(length);
  });

  it("is ignored for a room that was left in the meantime", async () => {
    delete stage.answers.sync;
    await reconnect();
    const data = { room_id: "tea", user_id: "ann", rev: 4 };
    socket.push("member_removed", data);
    socket.reply(stage.asked("sync"), "sync", [{ room_id: "tea", recovered: false }]);
    await settle();
    expect(stage.take()).toEqual([["member_removed", data]]);
  });

  it("reaches users who were added while away", async () => {
    const removed = { room_id: "tea", user_id: "ann", rev: 4 };
    const group = { _id: "tea", rev: 6 };
    const events = [
      { event: "member_removed", data: removed },
      { event: "message", data: message("tea", 5) },
      { event: "group_ann", data: group },
    ];
    answer(whole("tea", 7, { events }));
    await reconnect();
    expect(stage.take().map(([event]) => event)).toEqual(["member_removed", "message", "group"]);
    socket.push("message", message("tea", 8));
    expect(stage.take("message")).toHaveLength(1);
  });
});
