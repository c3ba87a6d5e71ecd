// Loading while events come, without waiting for each other: a reply includes the events that came before it, and all
// others come after it.

import { beforeEach, describe, expect, it } from "vitest";
import { followingTea, message, pass, settle } from "./fake-server.ts";
import { openBeforeEach, socket, stage } from "./opened-stage.ts";

/** What the application got, in order. */
let story: string[];

openBeforeEach(followingTea);
beforeEach(() => {
  story = [];
  stage.chat.on("message", ({ rev }) => story.push(`told ${rev}`));
  stage.chat.on("group", () => story.push("told of a group"));
});

const push = (room: string, ...revs: number[]) => {
  for (const rev of revs) socket.push("message", message(room, rev));
};
const load = (room_id = "tea", more: object = {}) => {
  const loading = stage.chat.getMessages({ room_id, ...more }).then(
    ({ rev, messages }) =>
      story.push(
        `loaded ${rev}${messages
          .map(({ _id }) => `: ${_id}`)
          .slice(-1)
          .join("")}`,
      ),
    (error: unknown) => story.push(String(error)),
  );
  return loading;
};
const page = (rev: number, request = stage.asked("getMessages"), messages: object[] = []) => {
  const data = { room_id: request.room_id, messages, has_more: false, rev };
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
  it("delays no event, and includes the events that came while it was loaded", async () => {
    void load();
    await settle();
    push("tea", 4, 5);
    expect(story).toEqual(["told 4", "told 5"]);
    page(4);
    push("tea", 6);
    await settle();
    expect(story).toEqual(["told 4", "told 5", "told 6", "loaded 6: m6"]);
  });

  it("comes after the events in it, even if these come only by sync", async () => {
    void load();
    await settle();
    push("tea", 7);
    syncTells(4, 5, 6, 7);
    page(6);
    await settle();
    expect(story).toEqual(["told 4", "told 5", "told 6", "told 7", "loaded 7: m7"]);
  });

  it("waits at most 2 s for the events in it", async () => {
    delete stage.answers.sync;
    void load();
    await settle();
    page(6);
    await pass(1_999);
    expect(story).toEqual([]);
    await pass(1);
    expect(story).toEqual(["loaded 6"]);
  });

  it("has the edits and deletions that came while it was loaded, and no deleted text", async () => {
    const loading = stage.chat.getMessages({ room_id: "tea", before_rev: 3 });
    await settle();
    const edit = { room_id: "tea", message_id: "m1", message: "new", user_id: "bob" };
    socket.push("edited", { ...edit, rev: 4, edited_at: "then" });
    socket.push("delete", { room_id: "tea", message_id: "m2", rev: 5, deleted_at: "now" });
    push("tea", 6);
    page(3, stage.asked("getMessages"), [message("tea", 1), message("tea", 2)]);
    const { messages, rev } = await loading;
    const { _id, room_id, seq, sender_id, rev: own } = message("tea", 2);
    expect(messages).toEqual([
      message("tea", 1, { message: "new", edited_at: "then" }),
      { _id, room_id, seq, sender_id, rev: own, deleted: true, deleted_at: "now" },
    ]);
    expect(rev).toBe(6);
  });

  it("of an unknown room begins it where the page ends", async () => {
    void load("new");
    await settle();
    push("new", 8, 9);
    page(8);
    await settle();
    expect(story).toEqual(["told 9", "loaded 9: m9"]);
    await pass(5 * 60_000);
    const cursors = socket.of("sync").flatMap(({ rooms }) => rooms as object[]);
    expect(cursors).toContainEqual({ room_id: "new", after_rev: 9 });
  });

  it("that comes when nobody waits any more is ignored", async () => {
    void load();
    await settle();
    const request = stage.asked("getMessages");
    await pass(30_000);
    page(9, request);
    push("tea", 4);
    await pass(100);
    expect(story).toEqual(["told 4"]);
  });
});

const pin = (rev: number) => ({ room_id: "tea", _id: "m1", pin_message: true, rev });
const join = (rev: number) => ({ room_id: "tea", user_ids: ["dan"], rev });

describe.each([
  ["getPins", "pins", () => stage.chat.getPins({ room_id: "tea" }), "pin_message", pin],
  ["getMembers", "members", () => stage.chat.getMembers({ room_id: "tea" }), "members_added", join],
] as const)("%s", (action, event, ask, change, data) => {
  it("delays no event, however long it takes", async () => {
    void ask().catch(() => undefined);
    await settle();
    push("tea", 4);
    expect(story).toEqual(["told 4"]);
  });

  it("is requested again if an event came meanwhile that changes it, and only then", async () => {
    void ask().then(() => story.push("loaded"));
    await settle();
    socket.push(change, data(4));
    push("tea", 5);
    socket.reply(stage.asked(action), event, []);
    await settle();
    expect(socket.of(action)).toHaveLength(2);
    push("tea", 6);
    socket.reply(stage.asked(action), event, []);
    await settle();
    expect(story).toEqual(["told 5", "told 6", "loaded"]);
  });

  it("is answered in the end, even if such events keep coming", async () => {
    void ask().then(() => story.push("loaded"));
    await settle();
    for (let rev = 4; rev < 10; rev++) {
      socket.push(change, data(rev));
      socket.reply(stage.asked(action), event, []);
      await settle();
    }
    expect(story).toEqual(["loaded"]);
    expect(socket.of(action)).toHaveLength(6);
  });
});

describe("the list of rooms", () => {
  const list = () =>
    stage.chat.connectRooms().then(({ rooms }) => {
      story.push(`listed ${rooms.map(({ _id, rev }) => `${_id} ${rev}`).join(", ")}`);
    });
  const listed = (...rooms: object[]) => {
    socket.reply(stage.asked("connectRooms"), "connectRooms", rooms);
  };

  it("delays no event, however long it takes", async () => {
    await stage.follow({ cake: 1 });
    list().catch(() => undefined);
    await settle();
    push("tea", 4, 5);
    push("cake", 2);
    socket.push("group_ann", { _id: "new" });
    expect(story).toEqual(["told 4", "told 5", "told 2", "told of a group"]);
  });

  it("comes before the events after it", async () => {
    delete stage.answers.sync;
    void list();
    await settle();
    listed({ _id: "tea", rev: 3 });
    await Promise.resolve();
    await Promise.resolve();
    push("tea", 4);
    await settle();
    expect(story).toEqual(["listed tea 3", "told 4"]);
  });

  it("has no room that the user has left, though it lags", async () => {
    socket.push("member_removed", { room_id: "tea", user_id: "ann", rev: 4 });
    void list();
    await settle();
    listed({ _id: "tea", rev: 3 }, { _id: "cake", rev: 1 });
    await settle();
    expect(story).toEqual(["listed cake 1"]);
    await pass(5 * 60_000);
    expect(JSON.stringify(socket.of("sync").slice(1))).not.toContain("tea");
  });

  it("comes after the events in it, even if these come only by sync", async () => {
    void list();
    await settle();
    syncTells(4, 5);
    listed({ _id: "tea", rev: 5 });
    await settle();
    expect(story).toEqual(["told 4", "told 5", "listed tea 5"]);
  });

  it("starts following rooms that are new in it, and leaves others where they are", async () => {
    push("tea", 4);
    story = [];
    await stage.follow({ tea: 3, new: 7 });
    push("tea", 4);
    push("new", 7, 8);
    expect(story).toEqual(["told 8"]);
  });
});
