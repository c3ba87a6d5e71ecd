// The outbox as the application sees it: its list, its events, and requests withdrawn or aborted by signal or deadline.

import { describe, expect, it } from "vitest";
import type { OutboxChange, OutboxEntry } from "../../client/index.ts";
import { message, pass, openStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

const send = (text: string, options = {}, room_id = "tea") => {
  const sending = stage.chat.sendMessage({ room_id, message: text }, options);
  sending.catch(() => undefined);
  return sending;
};
const textOf = ({ payload }: OutboxEntry) => ("message" in payload ? payload.message : undefined);
const listed = () => stage.chat.outbox.list().map((entry) => [textOf(entry), entry.attempts]);
const told = () =>
  stage.take("outbox").map(([, data]) => {
    const { change, entry, error } = data as OutboxChange;
    return [change, textOf(entry), ...(error ? [error.code] : [])];
  });
const sent = (on = stage.latest()) => on.of("sendMessage").map(({ message: text }) => text);
const acknowledge = async (rev: number, on = stage.latest()) => {
  const request = on.of("sendMessage").at(-1);
  if (!request) throw new Error("Nothing was sent.");
  on.reply(request, "message", message("tea", rev, { _id: request._id, sender_id: "ann" }));
  await settle();
};

describe("the outbox", () => {
  it("lists requests that are not known to be stored, and emits each step", async () => {
    void send("one");
    void send("two");
    await settle();
    expect(listed()).toEqual([
      ["one", 1],
      ["two", 0],
    ]);
    await acknowledge(1);
    expect(listed()).toEqual([["two", 1]]);
    socket.refuse(stage.asked("sendMessage"), "FORBIDDEN");
    await settle();
    expect(told()).toEqual([
      ["added", "one"],
      ["added", "two"],
      ["attempted", "one"],
      ["acknowledged", "one"],
      ["attempted", "two"],
      ["failed", "two", "FORBIDDEN"],
    ]);
    expect(listed()).toEqual([]);
  });

  it("withdraws an entry, which is never sent, and sends the entries after it", async () => {
    const sending = ["one", "two", "three"].map((text) => send(text));
    await settle();
    const [first, second] = stage.chat.outbox.list();
    expect(stage.chat.outbox.withdraw(second?.id ?? "")).toEqual(second);
    await expect(sending[1]).rejects.toMatchObject({ code: "WITHDRAWN" });
    expect(stage.chat.outbox.withdraw(first?.id ?? "")).toMatchObject({ attempts: 1 });
    await settle();
    expect(sent()).toEqual(["one", "three"]);
    expect(stage.chat.outbox.withdraw("unknown")).toBeUndefined();
  });

  it("does not repeat a withdrawn entry, whatever happens to its connection", async () => {
    void send("one");
    await settle();
    stage.chat.outbox.withdraw(stage.chat.outbox.list()[0]?.id ?? "");
    await reconnect();
    await pass(60_000);
    expect(sent()).toEqual([]);
  });

  it("loses an entry whose signal aborts, or whose deadline passes", async () => {
    socket.cut();
    const controller = new AbortController();
    const aborted = send("one", { signal: controller.signal });
    const late = send("two", { deadline: Date.now() + 100 });
    const done = send("three", { deadline: Date.now() + 60_000 });
    controller.abort("why");
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED", cause: "why" });
    await pass(100);
    await expect(late).rejects.toMatchObject({ code: "TIMEOUT" });
    await reconnect();
    expect(sent()).toEqual(["three"]);
    await acknowledge(1);
    expect(await done).toMatchObject({ rev: 1 });
    expect(told().filter(([change]) => change === "withdrawn")).toEqual([
      ["withdrawn", "one", "ABORTED"],
      ["withdrawn", "two", "TIMEOUT"],
    ]);
  });

  it("takes no request with an aborted signal", async () => {
    await expect(send("one", { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect([listed(), sent()]).toEqual([[], []]);
  });
});

it.each([
  ["a signal", "ABORTED"],
  ["a deadline", "TIMEOUT"],
])(
  "a request that waits for its answer is given up by %s, and is not asked again",
  async (by, code) => {
    const controller = new AbortController();
    const options =
      by === "a signal" ? { signal: controller.signal } : { deadline: new Date(Date.now() + 100) };
    const asking = stage.chat.getMembers({ room_id: "tea" }, options);
    const rejected = expect(asking).rejects.toMatchObject({ code });
    await settle();
    controller.abort();
    await pass(100);
    await rejected;
    await reconnect();
    expect(socket.of("getMembers")).toEqual([]);
  },
);

describe("what goes to one person", () => {
  const first = (text: string) => {
    stage.chat
      .sendNewMessage({ recipient_id: "bob", message: { message: text } })
      .catch(() => undefined);
  };
  const room = { _id: "p2p.1", type: "peer-to-peer", recipients: [{ _id: "ann" }, { _id: "bob" }] };
  const stored: unknown[] = [];

  it("goes out in order, whether the conversation is named by its id or by the user", async () => {
    stored.length = 0;
    let rev = 0;
    stage.answers.sendNewMessage = (frame, on) =>
      setTimeout(() => {
        stored.push((frame.message as { message: string }).message);
        on.reply(frame, "ann", { ...message("p2p.1", ++rev), sender_id: "ann", room });
      }, 100);
    stage.answers.sendMessage = (frame) => stored.push(frame.message);
    for (const text of ["1", "2", "3", "4"]) first(text);
    await pass(100);
    void send("5", {}, "p2p.1");
    await pass(1_000);
    expect(stored).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("is recognized as one conversation by the list of rooms too", async () => {
    const listing = stage.chat.connectRooms();
    await settle();
    socket.reply(stage.asked("connectRooms"), "connectRooms", [{ ...room, rev: 0 }]);
    await listing;
    first("1");
    void send("2", {}, "p2p.1");
    await settle();
    expect(sent()).toEqual([]);
  });

  it("does not delay groups of the same users", async () => {
    const more = { recipient_id: ["bob", "cid"], message: { message: "all" } };
    for (let n = 0; n < 2; n++) stage.chat.sendNewMessage(more).catch(() => undefined);
    await settle();
    expect(socket.of("sendNewMessage")).toHaveLength(2);
  });
});
