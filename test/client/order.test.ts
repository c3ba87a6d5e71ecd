// Each event of a room comes once, and in the order of `rev`.

import { describe, expect, it } from "vitest";
import { followingTea, message, pass, settle } from "./fake-server.ts";
import { openBeforeEach, socket, stage } from "./opened-stage.ts";

openBeforeEach(followingTea);

const push = (...revs: number[]) => {
  for (const rev of revs) socket.push("message", message("tea", rev));
};
const revs = () => stage.take("message", "edited").map(([, data]) => (data as { rev: number }).rev);

describe("a room's events", () => {
  it("are emitted as they come", () => {
    push(4, 5);
    expect(revs()).toEqual([4, 5]);
  });

  it("are emitted once, however often they come", () => {
    push(4, 4, 3, 5, 4);
    expect(revs()).toEqual([4, 5]);
  });

  it("wait for earlier ones", async () => {
    push(6, 5);
    await pass(1_999);
    expect(revs()).toEqual([]);
    push(4);
    expect(revs()).toEqual([4, 5, 6]);
    await pass(10_000);
    expect(socket.of("sync")).toHaveLength(1);
  });

  it("are asked for after 2 s, if one is missing", async () => {
    push(6);
    stage.answers.sync = (frame) => {
      expect(frame.rooms).toEqual([{ room_id: "tea", after_rev: 3 }]);
      const events = [4, 5, 6].map((rev) => ({ event: "message", data: message("tea", rev) }));
      const answer = { room_id: "tea", events, rev: 6, has_more: false, recovered: true };
      socket.reply(frame, "sync", [answer]);
    };
    await pass(2_000);
    expect(revs()).toEqual([4, 5, 6]);
    push(7);
    expect(revs()).toEqual([7]);
  });

  it("skip entries of which sync has no event", async () => {
    push(7, 8);
    stage.answers.sync = (frame) => {
      const events = [4, 6].map((rev) => ({ event: "message", data: message("tea", rev) }));
      const answer = { room_id: "tea", events, rev: 6, has_more: false, recovered: true };
      socket.reply(frame, "sync", [answer]);
    };
    await pass(2_000);
    expect(revs()).toEqual([4, 6, 7, 8]);
  });

  it("include the user's own, whose action resolves too", async () => {
    const sending = stage.chat.sendMessage({ room_id: "tea", message: "Hello", _id: "mine" });
    await settle();
    push(5);
    const own = message("tea", 4, { _id: "mine", sender_id: "ann" });
    socket.reply(stage.asked("sendMessage"), "message", own);
    expect(await sending).toEqual(own);
    expect(revs()).toEqual([4, 5]);
  });
});

describe("an unknown room", () => {
  const pushTo = (room: string, ...revs: number[]) => {
    for (const rev of revs) socket.push("message", message(room, rev));
  };

  it("begins with the event that introduces it, even if others come before", async () => {
    pushTo("new", 2, 1);
    expect(stage.take()).toEqual([]);
    socket.push("group_ann", { _id: "new", room_name: "New" });
    expect(stage.take()).toEqual([
      ["group", { _id: "new", room_name: "New" }],
      ["message", message("new", 1)],
      ["message", message("new", 2)],
    ]);
    await pass(10_000);
    expect(socket.of("sync")).toHaveLength(1);
  });

  it("begins with the events that came, in order, if nothing introduces it for 2 s", async () => {
    pushTo("new", 8, 7);
    await pass(1_999);
    expect(revs()).toEqual([]);
    stage.answers.connectRooms = (frame) => {
      socket.reply(frame, "connectRooms", []);
    };
    await pass(1);
    expect(revs()).toEqual([7, 8]);
    pushTo("new", 9);
    expect(revs()).toEqual([9]);
  });

  it("is introduced by the list of rooms, if the application has loaded one", async () => {
    pushTo("new", 8);
    stage.answers.connectRooms = (frame) => {
      const list = [
        { _id: "new", rev: 8 },
        { _id: "tea", rev: 3 },
        { _id: "old", rev: 1 },
      ];
      socket.reply(frame, "connectRooms", list, { next_cursor: "more" });
    };
    await pass(2_000);
    expect(stage.take()).toEqual([
      ["room", { _id: "new", rev: 8 }],
      ["room", { _id: "old", rev: 1 }],
    ]);
    pushTo("new", 9);
    expect(revs()).toEqual([9]);
  });

  it("is introduced once, however often the event comes", () => {
    const group = { _id: "new", room_name: "New" };
    for (let n = 0; n < 3; n++) socket.push("group_ann", group);
    pushTo("new", 1);
    socket.push("group_ann", group);
    expect(stage.take()).toEqual([
      ["group", group],
      ["message", message("new", 1)],
    ]);
  });

  it("is introduced with its first message by sendNewMessage, which comes as a message too", () => {
    const room = { _id: "p2p.1", type: "peer-to-peer" };
    const first = { ...message("p2p.1", 1), room, user_name: "Bob" };
    socket.push("ann", first);
    expect(stage.take()).toEqual([
      ["conversation", first],
      ["message", message("p2p.1", 1)],
    ]);
    socket.push("ann", first);
    pushTo("p2p.1", 1, 2);
    expect(revs()).toEqual([2]);
  });

  it("is ignored if it is introduced under another user's name", async () => {
    socket.push("group_bob", { _id: "new", room_name: "New" });
    await pass(2_000);
    expect(stage.take()).toEqual([]);
  });
});

describe("a room that is left", () => {
  const removed = (rev: number, user_id = "ann") => ({ room_id: "tea", user_id, rev });
  const synced = async () => {
    await pass(5 * 60_000);
    return socket.of("sync").flatMap(({ rooms }) => rooms as { room_id: string }[]);
  };

  it("is not followed any more", async () => {
    socket.push("member_removed", removed(4));
    expect(stage.take()).toEqual([["member_removed", removed(4)]]);
    const before = (await synced()).length;
    expect(await synced()).toHaveLength(before);
  });

  it("is still followed when somebody else leaves", async () => {
    socket.push("member_removed", removed(4, "bob"));
    push(5);
    expect(revs()).toEqual([5]);
    expect((await synced()).at(-1)).toEqual({ room_id: "tea", after_rev: 5 });
  });

  it("does not come back with a frame that came late", async () => {
    socket.push("member_removed", removed(5));
    push(4);
    socket.push("member_removed", removed(5));
    push(4, 3);
    await pass(2_000);
    expect(stage.take().map(([event]) => event)).toEqual(["message", "member_removed"]);
  });

  it("is followed again by a user who is added again, from there", async () => {
    socket.push("member_removed", removed(4));
    const group = { _id: "tea", room_name: "Tea", rev: 7, user_id: "bob" };
    push(8);
    socket.push("group_ann", group);
    push(9);
    expect(stage.take().map(([event, data]) => [event, (data as { rev: number }).rev])).toEqual([
      ["member_removed", 4],
      ["group", 7],
      ["message", 8],
      ["message", 9],
    ]);
    expect((await synced()).at(-1)).toEqual({ room_id: "tea", after_rev: 9 });
  });

  it("is still followed if the addition comes before the removal", async () => {
    socket.push("group_ann", { _id: "tea", rev: 5 });
    push(6);
    socket.push("member_removed", removed(4));
    await settle();
    expect(stage.take().map(([event]) => event)).toEqual(["member_removed", "group", "message"]);
    expect((await synced()).at(-1)).toEqual({ room_id: "tea", after_rev: 6 });
  });
});

describe("read marks", () => {
  const seen = (seq: number, user_id = "bob") => ({ room_id: "tea", user_id, seq });

  it("are emitted when they move, forward only", () => {
    for (const seq of [2, 2, 1, 3]) socket.push("seen", seen(seq));
    socket.push("seen", seen(1, "cid"));
    expect(stage.take()).toEqual([
      ["seen", seen(2)],
      ["seen", seen(3)],
      ["seen", seen(1, "cid")],
    ]);
  });

  it("move with a message of that user without an event", () => {
    push(4);
    socket.push("seen", seen(4));
    socket.push("seen", seen(5));
    expect(stage.take("seen")).toEqual([["seen", seen(5)]]);
  });
});
