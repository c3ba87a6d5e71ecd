// Rooms that appeared without an event for this client: it finds them in the list of rooms.

import { describe, expect, it } from "vitest";
import { message, pass, openStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

describe("after a reconnect, rooms that appeared meanwhile", () => {
  const listed = (...ids: string[]) => ids.map((_id) => ({ _id, rev: 5 }));
  const list = (rooms: object[], more: object = {}) => {
    stage.answers.connectRooms = (frame, on) => {
      on.reply(frame, "connectRooms", rooms, more);
    };
  };

  it("are emitted, and followed", async () => {
    await stage.follow({ tea: 3 });
    list(listed("new", "tea"));
    await reconnect();
    expect(stage.take()).toEqual([["room", { _id: "new", rev: 5 }]]);
    socket.push("message", message("new", 6));
    expect(stage.take()).toEqual([["message", message("new", 6)]]);
    await reconnect();
    expect(stage.take("room")).toEqual([]);
  });

  it("are not looked for by an application that has loaded no list of rooms", async () => {
    await reconnect();
    expect(socket.of("connectRooms")).toEqual([]);
  });

  it("are told apart from rooms that were only not listed yet", async () => {
    const listing = stage.chat.connectRooms({ limit: 2 });
    await settle();
    const more = { next_cursor: "more" };
    socket.reply(stage.asked("connectRooms"), "connectRooms", listed("tea", "cake"), more);
    await listing;
    await settle();
    list(listed("tea", "new", "cake", "old"), more);
    await reconnect();
    expect(stage.take("room")).toEqual([["room", { _id: "new", rev: 5 }]]);
  });

  it("are looked for once more if one appears while the list is being read", async () => {
    await stage.follow({ tea: 3 });
    delete stage.answers.connectRooms;
    await reconnect();
    const earlier = stage.asked("connectRooms");
    // No event announced the room itself.
    socket.push("message", message("new", 6));
    await pass(2_000);
    socket.reply(earlier, "connectRooms", listed("tea"));
    await settle();
    socket.reply(stage.asked("connectRooms"), "connectRooms", listed("new", "tea"));
    await settle();
    expect(stage.take()).toEqual([
      ["room", { _id: "new", rev: 5 }],
      ["message", message("new", 6)],
    ]);
  });
});
