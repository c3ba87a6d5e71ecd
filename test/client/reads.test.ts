// What is loaded and what is told fit together: an answer holds all that was told before it, and nothing that comes after.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { message, pass, setStage, settle, type FakeSocket, type Stage } from "./fake-server.ts";

let stage: Stage;
let socket: FakeSocket;
/** What happened to the application, in order. */
let story: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  stage = setStage();
  socket = await stage.open();
  await stage.follow({ tea: 3 });
  story = [];
  stage.chat.on("message", ({ rev }) => story.push(`told ${rev}`));
  stage.chat.on("group", () => story.push("told of a group"));
});
afterEach(() => {
  stage.chat.close();
  vi.useRealTimers();
});

const push = (room: string, ...revs: number[]) => {
  for (const rev of revs) socket.push("message", message(room, rev));
};
const load = (room_id = "tea", more: object = {}) => {
  const loading = stage.chat.getMessages({ room_id, ...more }).then(
    ({ rev }) => story.push(`loaded ${rev}`),
    (error: unknown) => story.push(String(error)),
  );
  return loading;
};
const page = (rev: number, request = stage.asked("getMessages")) => {
  const data = { room_id: request.room_id, messages: [], has_more: false, rev };
  socket.reply(request, "messages", data);
};
const syncTells = (...revs: number[]) => {
  stage.answers.sync = (frame, on) => {
    const events = revs.map((rev) => ({ event: "message", data: message("tea", rev) }));
    const rev = revs.at(-1) ?? 0;
    on.reply(frame, "sync", [{ room_id: "tea", events, rev, has_more: false, recovered: true }]);
  };
};

describe("a page of history", () => {
  it("comes before what it does not hold, though that came while it was loaded", async () => {
    void load();
    await settle();
    push("tea", 4, 5);
    expect(story).toEqual([]);
    page(4);
    push("tea", 6);
    await settle();
    expect(story).toEqual(["told 4", "loaded 4", "told 5", "told 6"]);
  });

  it("comes after what it holds, though that comes only by sync", async () => {
    void load();
    await settle();
    push("tea", 7);
    syncTells(4, 5, 6, 7);
    page(6);
    await settle();
    expect(story).toEqual(["told 4", "told 5", "told 6", "loaded 6", "told 7"]);
  });

  it("does not wait more than 2 s for what it holds", async () => {
    delete stage.answers.sync;
    void load();
    await settle();
    page(6);
    await pass(1_999);
    expect(story).toEqual([]);
    await pass(1);
    expect(story).toEqual(["loaded 6"]);
  });

  it("holds up its own room alone", async () => {
    await stage.follow({ cake: 1 });
    void load();
    await settle();
    push("tea", 4);
    push("cake", 2);
    expect(story).toEqual(["told 2"]);
  });

  it("holds up its room no longer when it is refused", async () => {
    void load();
    await settle();
    push("tea", 4);
    socket.refuse(stage.asked("getMessages"), "FORBIDDEN");
    await settle();
    expect(story).toEqual(["ChatError: FORBIDDEN", "told 4"]);
  });

  it("holds up its room no longer when the connection is lost", async () => {
    void load();
    await settle();
    push("tea", 4);
    socket.cut();
    await settle();
    expect(story).toEqual(["told 4"]);
  });

  it("waits for the one before it", async () => {
    void load();
    void load("tea", { before_rev: 3 });
    await settle();
    expect(socket.of("getMessages")).toHaveLength(1);
    page(3);
    await settle();
    expect(socket.of("getMessages")).toHaveLength(2);
    page(3);
    await settle();
    expect(story).toEqual(["loaded 3", "loaded 3"]);
  });

  it("of an unknown room begins it where the page ends", async () => {
    void load("new");
    await settle();
    push("new", 8, 9);
    page(8);
    await settle();
    expect(story).toEqual(["loaded 8", "told 9"]);
    await pass(5 * 60_000);
    const cursors = socket.of("sync").flatMap(({ rooms }) => rooms as object[]);
    expect(cursors).toContainEqual({ room_id: "new", after_rev: 8 });
  });

  it("that comes when nobody waits any more is no event", async () => {
    void load();
    await pass(5_000);
    socket.push("typing", { room_id: "tea", user_id: "bob" });
    const request = stage.asked("getMessages");
    await pass(5_000);
    page(9, request);
    push("tea", 4);
    await pass(100);
    expect(story).toEqual(["told 4"]);
  });
});

it("a removal that waits for a page is not lost, whatever sync says meanwhile", async () => {
  void load();
  await settle();
  const data = { room_id: "tea", user_id: "ann", rev: 4 };
  const farewell = { room_id: "tea", rev: 4, has_more: false, recovered: false };
  const answers = [{ ...farewell, events: [{ event: "member_removed", data }] }, farewell];
  stage.answers.sync = (frame, on) => {
    on.reply(frame, "sync", [answers.shift()]);
  };
  socket.push("member_removed", data);
  await pass(4_000);
  expect(answers).toEqual([]);
  stage.take();
  socket.refuse(stage.asked("getMessages"), "FORBIDDEN");
  await settle();
  expect(stage.take()).toEqual([["member_removed", data]]);
});

it.each([
  ["getPins", "pins", () => stage.chat.getPins({ room_id: "tea" })],
  ["getMembers", "members", () => stage.chat.getMembers({ room_id: "tea" })],
] as const)("%s comes before what came while it was loaded", async (action, event, ask) => {
  void ask().then(() => story.push("loaded"));
  await settle();
  push("tea", 4);
  socket.reply(stage.asked(action), event, []);
  await settle();
  expect(story).toEqual(["loaded", "told 4"]);
});

describe("the list of rooms", () => {
  const list = () =>
    stage.chat.connectRooms().then(({ rooms }) => {
      story.push(`listed ${rooms.map(({ _id, rev }) => `${_id} ${rev}`).join(", ")}`);
    });
  const listed = (...rooms: object[]) => {
    socket.reply(stage.asked("connectRooms"), "connectRooms", rooms);
  };

  it("comes before what it does not hold, of any room", async () => {
    await stage.follow({ cake: 1 });
    void list();
    await settle();
    push("tea", 4, 5);
    push("cake", 2);
    socket.push("group_ann", { _id: "new" });
    expect(story).toEqual([]);
    listed({ _id: "tea", rev: 4 }, { _id: "cake", rev: 1 });
    push("tea", 6);
    await settle();
    expect(story).toEqual([
      ...["told 4", "listed tea 4, cake 1"],
      ...["told 5", "told 6", "told 2", "told of a group"],
    ]);
  });

  it("comes after what it holds, though that comes only by sync", async () => {
    void list();
    await settle();
    syncTells(4, 5);
    listed({ _id: "tea", rev: 5 });
    await settle();
    expect(story).toEqual(["told 4", "told 5", "listed tea 5"]);
  });

  it("begins rooms that are new in it, and leaves others where they are", async () => {
    push("tea", 4);
    story = [];
    await stage.follow({ tea: 3, new: 7 });
    push("tea", 4);
    push("new", 7, 8);
    expect(story).toEqual(["told 8"]);
  });
});
