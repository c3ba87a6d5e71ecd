// A persisted outbox: unsent requests go out after a reload, once, in order, for the user who wrote them.

import { beforeEach, describe, expect, it } from "vitest";
import { persistOutbox, type OutboxEntry, type Persistence } from "../../client/index.ts";
import { kept } from "./kept.ts";
import {
  message,
  freezeTime,
  pass,
  openStage,
  setStage,
  settle,
  token,
  type FakeSocket,
  type Stage,
} from "./fake-server.ts";

let stage: Stage;
let socket: FakeSocket;

freezeTime();
beforeEach(async () => {
  ({ stage, socket } = await openStage());
});

const send = (text: string) => {
  const sending = stage.chat.sendMessage({ room_id: "tea", message: text });
  sending.catch(() => undefined);
  return sending;
};
const textOf = ({ payload }: OutboxEntry) => ("message" in payload ? payload.message : undefined);
const listed = () => stage.chat.outbox.list().map((entry) => [textOf(entry), entry.attempts]);
const sent = (on = stage.latest()) => on.of("sendMessage").map(({ message: text }) => text);
const acknowledge = async (rev: number, on = stage.latest()) => {
  const request = on.of("sendMessage").at(-1);
  if (!request) throw new Error("Nothing was sent.");
  on.reply(request, "message", message("tea", rev, { _id: request._id, sender_id: "ann" }));
  await settle();
};

describe("an outbox that is kept", () => {
  /** Opens the next page, of the same user or of another. */
  const reload = async (persistence: Persistence, user = "ann") => {
    stage.chat.close();
    stage = setStage({ outbox: persistOutbox(persistence), token: () => token(user) });
    socket = await stage.open();
  };

  it("goes out after a reload, once, in order, and before what is written after it", async () => {
    const { values, persistence } = kept();
    await reload(persistence);
    await stage.follow({ tea: 0 });
    for (const text of ["one", "two", "three"]) void send(text);
    await settle();
    await acknowledge(1);
    const _id = socket.of("sendMessage").at(1)?._id;
    expect(values.size).toBe(2);
    // A page that crashes does not close its chat.
    stage.latest().close();
    stage = setStage({ outbox: persistOutbox(persistence) });
    void send("four");
    socket = await stage.open();
    expect(listed().map(([text]) => text)).toEqual(["two", "three", "four"]);
    expect(stage.asked("sendMessage")).toMatchObject({ message: "two", _id });
    for (const rev of [2, 3, 4]) await acknowledge(rev);
    expect(sent()).toEqual(["two", "three", "four"]);
    expect(values.size).toBe(0);
  });

  it("is not changed by closing, and continues with the next connect", async () => {
    const { values, persistence } = kept();
    await reload(persistence);
    const sending = send("one");
    await settle();
    stage.chat.close();
    await expect(sending).rejects.toMatchObject({ code: "CLOSED" });
    await settle();
    expect(values.size).toBe(1);
    socket = await stage.open();
    expect(sent()).toEqual(["one"]);
  });

  it("is not sent for another user, nor lost", async () => {
    const { values, persistence } = kept();
    await reload(persistence);
    void send("one");
    await settle();
    await reload(persistence, "bob");
    void send("two");
    await settle();
    expect(sent()).toEqual(["two"]);
    await acknowledge(1);
    expect(values.size).toBe(1);
    await reload(persistence);
    expect(sent()).toEqual(["one"]);
  });

  it("does not repeat a rename after a newer one, which becomes its answer", async () => {
    const { values, persistence } = kept();
    await reload(persistence);
    await stage.follow({ tea: 3 });
    stage.chat.updateRoom({ room_id: "tea", room_name: "mine" }).catch(() => undefined);
    await settle();
    const newer = { room_id: "tea", room_name: "newer", user_id: "ann", rev: 5 };
    stage.chat.close();
    stage = setStage({ outbox: persistOutbox(persistence) });
    stage.answers.sync = (frame, on) => {
      const own = { room_id: "tea", room_name: "mine", user_id: "ann", rev: 4 };
      const events = [own, newer].map((data) => ({ event: "room_updated", data }));
      on.reply(frame, "sync", [
        { room_id: "tea", events, rev: 5, has_more: false, recovered: true },
      ]);
    };
    socket = await stage.open();
    await pass(2_000);
    expect(socket.of("sync")).toMatchObject([{ rooms: [{ room_id: "tea", after_rev: 3 }] }]);
    expect(socket.of("updateRoom")).toEqual([]);
    expect(values.size).toBe(0);
  });

  it("that cannot be saved is reported, and works in memory", async () => {
    const broken = () => Promise.reject(new Error("disk full"));
    await reload({ load: broken, save: broken, remove: broken });
    void send("one");
    await settle();
    expect(sent()).toEqual(["one"]);
    expect(stage.take("error")).toMatchObject([
      ["error", { code: "PERSISTENCE" }],
      ["error", { code: "PERSISTENCE" }],
      ["error", { code: "PERSISTENCE" }],
    ]);
  });
});
