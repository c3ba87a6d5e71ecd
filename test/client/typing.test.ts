// Typing events: not sent too often, and forgotten when no further one comes.

import { describe, expect, it } from "vitest";
import { followingTea, message, pass, settle } from "./fake-server.ts";
import { openBeforeEach, socket, stage } from "./opened-stage.ts";

openBeforeEach(followingTea);

const tell = (room_id = "tea") => stage.chat.typing({ room_id, message: "I am typing..." });
const told = () => socket.of("typing").length;
const types = (user_id = "bob") => {
  socket.push("typing", { room_id: "tea", user_id });
};
const stopped = (user_id = "bob") => ["typing_stopped", { room_id: "tea", user_id }];

describe("typing is sent", () => {
  it("once in 3 s, for each room", async () => {
    void tell();
    await pass(2_999);
    void tell();
    void tell("cake");
    expect(told()).toBe(2);
    await pass(1);
    void tell();
    await settle();
    expect(told()).toBe(3);
  });

  it("at once after a message", async () => {
    void tell();
    await settle();
    stage.chat.sendMessage({ room_id: "tea", message: "Hello" }).catch(() => undefined);
    void tell();
    await settle();
    expect(told()).toBe(2);
  });

  it("to nobody when offline, which is no error", async () => {
    socket.cut();
    await tell();
    await pass(30_000);
    stage.latest().open();
    await settle();
    expect([told(), stage.latest().of("typing").length]).toEqual([0, 0]);
  });

  it("only once, if it is lost on the way", async () => {
    const telling = tell();
    await settle();
    socket.cut();
    await telling;
    expect(stage.take("error")).toEqual([]);
  });

  it("without a rejection: a refusal is emitted as an error", async () => {
    const telling = tell();
    await settle();
    socket.refuse(stage.asked("typing"), "FORBIDDEN");
    await telling;
    expect(stage.take("error")).toMatchObject([["error", { code: "FORBIDDEN" }]]);
  });

  it("over another connection next, if the token of this one has run out", async () => {
    void tell();
    await settle();
    socket.refuse(stage.asked("typing"), "TOKEN_EXPIRED");
    await settle();
    expect(stage.sockets).toHaveLength(2);
  });
});

describe("somebody who types", () => {
  it("is emitted each time, and has stopped after 6 s without another event", async () => {
    types();
    await pass(5_999);
    types();
    await pass(5_999);
    expect(stage.take().map(([event]) => event)).toEqual(["typing", "typing"]);
    await pass(1);
    expect(stage.take()).toEqual([stopped()]);
    await pass(60_000);
    expect(stage.take()).toEqual([]);
  });

  it("has stopped when their message comes, before the message is emitted", async () => {
    types();
    types("cid");
    stage.take();
    socket.push("message", message("tea", 4));
    expect(stage.take()).toEqual([stopped(), ["message", message("tea", 4)]]);
    await pass(6_000);
    expect(stage.take()).toEqual([stopped("cid")]);
  });

  it("has stopped when the chat is closed", () => {
    types();
    stage.take();
    stage.chat.close();
    expect(stage.take()).toEqual([stopped()]);
  });

  it("is not the user, on this or another device", async () => {
    types("ann");
    void tell();
    await settle();
    const typing = { room_id: "tea", user_id: "ann" };
    socket.reply(stage.asked("typing"), "typing", typing);
    expect(stage.take()).toEqual([]);
  });

  it("is not emitted for a room that the user has left, if the event was under way", () => {
    const removal = { room_id: "tea", user_id: "ann", removed_by: "bob", member_count: 1, rev: 4 };
    socket.push("member_removed", { ...removal, removed_at: "" });
    stage.take();
    types();
    socket.push("seen", { room_id: "tea", user_id: "bob", seq: 9, seen_at: "" });
    expect(stage.take()).toEqual([]);
  });
});
