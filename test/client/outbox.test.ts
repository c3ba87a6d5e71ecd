// Requests go out in order, one at a time per room, with the same id each time, until they are acknowledged or refused.

import { describe, expect, it } from "vitest";
import { message, pass, openStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

const send = (room_id: string, text: string) => {
  const sending = stage.chat.sendMessage({ room_id, message: text });
  sending.catch(() => undefined);
  return sending;
};
const pauseAfter = (failures: number) => Math.min(30_000, 500 * 2 ** failures);
const sent = (on = socket) => on.of("sendMessage").map(({ message: text }) => text);
const acknowledge = async (rev: number) => {
  const request = stage.asked("sendMessage");
  const data = message(String(request.room_id), rev, { _id: request._id, sender_id: "ann" });
  socket.reply(request, "message", data);
  await settle();
  return data;
};

describe("messages", () => {
  it("go out one at a time per room, in order, and rooms do not wait for each other", async () => {
    for (const text of ["one", "two", "three"]) void send("tea", text);
    void send("cake", "four");
    await settle();
    expect(sent()).toEqual(["one", "four"]);
    socket.reply(socket.of("sendMessage")[0] as never, "message", message("tea", 1));
    await settle();
    expect(sent()).toEqual(["one", "four", "two"]);
  });

  it("get an id each, which the server takes", async () => {
    void send("tea", "one");
    void send("cake", "two");
    await settle();
    const ids = socket.of("sendMessage").map(({ _id }) => _id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("keep the id that they were given", async () => {
    void stage.chat.sendMessage({ room_id: "tea", message: "one", _id: "mine" }).catch(() => {});
    await settle();
    expect(stage.asked("sendMessage")._id).toBe("mine");
  });

  it("that were written offline go out in order when there is a connection", async () => {
    socket.cut();
    const sending = ["one", "two"].map((text) => send("tea", text));
    await reconnect();
    expect(sent()).toEqual(["one"]);
    const first = await acknowledge(1);
    const second = await acknowledge(2);
    expect(await Promise.all(sending)).toEqual([first, second]);
  });

  it("that were cut off go out again with the same id, before later ones", async () => {
    void send("tea", "one");
    void send("tea", "two");
    await settle();
    const { _id } = stage.asked("sendMessage");
    socket.cut();
    await reconnect();
    expect(stage.asked("sendMessage")).toMatchObject({ message: "one", _id });
    await acknowledge(1);
    expect(sent()).toEqual(["one", "two"]);
  });

  it("go out only once missed events have come, or cannot be fetched", async () => {
    await stage.follow({ tea: 3 });
    delete stage.answers.sync;
    socket.cut();
    void send("tea", "one");
    await reconnect();
    expect(sent()).toEqual([]);
    await pass(2_000);
    expect(sent()).toEqual(["one"]);
  });

  it("go out on the present connection, if the one before was lost while they waited", async () => {
    await stage.follow({ tea: 3 });
    const { sync } = stage.answers;
    delete stage.answers.sync;
    socket.cut();
    void send("tea", "one");
    await reconnect();
    socket.cut();
    if (sync) stage.answers.sync = sync;
    await reconnect();
    expect(sent()).toEqual(["one"]);
  });

  it("do not go out again if they turn out to have arrived", async () => {
    await stage.follow({ tea: 3 });
    const sending = send("tea", "one");
    await settle();
    const { _id } = stage.asked("sendMessage");
    const data = message("tea", 4, { _id, sender_id: "ann" });
    stage.answers.sync = (frame, on) => {
      const events = [{ event: "message", data }];
      on.reply(frame, "sync", [
        { room_id: "tea", events, rev: 4, has_more: false, recovered: true },
      ]);
    };
    socket.cut();
    await reconnect();
    expect(await sending).toEqual(data);
    expect(sent()).toEqual([]);
  });

  it("are tried as long as the server is busy, however often it says so", async () => {
    void send("tea", "one");
    await settle();
    for (let n = 0; n < 20; n++) {
      socket.refuse(stage.asked("sendMessage"), n % 2 ? "UNAVAILABLE" : "RATE_LIMITED");
      await pass(pauseAfter(n));
    }
    expect(new Set(socket.of("sendMessage").map(({ _id }) => _id)).size).toBe(1);
    expect(sent()).toHaveLength(21);
  });

  it("are given up after five faults of the server, and later ones go out", async () => {
    const sending = send("tea", "one");
    void send("tea", "two");
    await settle();
    for (let n = 0; n < 5; n++) {
      socket.refuse(stage.asked("sendMessage"), "INTERNAL");
      await pass(pauseAfter(n));
    }
    await expect(sending).rejects.toMatchObject({ code: "INTERNAL" });
    expect(sent().at(-1)).toBe("two");
  });

  it("that are refused do not delay later ones", async () => {
    const sending = send("tea", "one");
    void send("tea", "two");
    await settle();
    socket.refuse(stage.asked("sendMessage"), "FORBIDDEN");
    await expect(sending).rejects.toMatchObject({ code: "FORBIDDEN", retryable: false });
    await settle();
    expect(sent()).toEqual(["one", "two"]);
  });
});

describe("a request that creates a room", () => {
  it("goes out before messages to that room, and both have ids for repeats", async () => {
    socket.cut();
    void stage.chat
      .createGroup({ _id: "new", room_name: "New", recipients: ["bob"] })
      .catch(() => undefined);
    void send("new", "one");
    await reconnect();
    expect([socket.of("createGroup").length, sent().length]).toEqual([1, 0]);
    const group = { _id: "new", room_name: "New" };
    socket.reply(stage.asked("createGroup"), "group_ann", group);
    await settle();
    expect(sent()).toEqual(["one"]);
    expect(stage.take("group")).toEqual([["group", group]]);
  });

  it("gets an id if it has none, and the same one again", async () => {
    void stage.chat.createGroup({ room_name: "New", recipients: [] }).catch(() => undefined);
    void stage.chat
      .sendNewMessage({ recipient_id: "bob", message: { message: "Hello" } })
      .catch(() => undefined);
    await settle();
    const ids = () => [
      stage.asked("createGroup")._id,
      (stage.asked("sendNewMessage").message as { _id: string })._id,
    ];
    const before = ids();
    expect(before).toEqual([expect.any(String), expect.any(String)]);
    socket.cut();
    await reconnect();
    expect(ids()).toEqual(before);
  });

  it("resolves to the conversation that the message opens", async () => {
    const sending = stage.chat.sendNewMessage({ recipient_id: "bob", message: {} });
    await settle();
    const data = { ...message("p2p.1", 1, { sender_id: "ann" }), room: { _id: "p2p.1" } };
    socket.reply(stage.asked("sendNewMessage"), "ann", data);
    expect(await sending).toEqual(data);
    expect(stage.take("conversation", "message").map(([event]) => event)).toEqual([
      "conversation",
      "message",
    ]);
  });
});
